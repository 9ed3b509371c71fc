using System.Collections.Immutable;
using Qyran.Server.Cameras;
using Qyran.Storage.Files;
using Qyran.Vision.Adapted;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Server;

/// <summary>A camera has the detector set right for its site where there is one that fits the server's model.</summary>
public sealed class CameraDetectorTests : IDisposable
{
    private readonly DataFolder folder = DataFolder.AsItIs(Directory.CreateTempSubdirectory("qyran-detectors-").FullName);

    public void Dispose() => Directory.Delete(folder.Root, recursive: true);

    [Fact]
    public void The_adapted_one_is_taken_for_its_camera_and_model_alone_and_why_another_is_not()
    {
        var road = ShippedModels.Road!;
        Assert.Equal((road, null), CameraDetector.Of(folder, "north-1", road));
        var path = Write(AsAdaptWrites(road));
        Assert.Equal((path, null), CameraDetector.Of(folder, "north-1", road));
        // however the server's model was named
        Assert.Equal((path, null), CameraDetector.Of(folder, "north-1", Path.GetRelativePath(Environment.CurrentDirectory, road)));
        Assert.Equal((road, null), CameraDetector.Of(folder, "south-1", road));
        Unused("the server was given another", "motion");
        // after an update with another model the shipped one is used until it is adapted again
        Write(new string('0', 64));
        Unused("qyran adapt north-1", road);
        File.WriteAllText(path, "broken");
        Unused("is no adapted detector", road);
    }

    private void Unused(string why, string detector)
    {
        var (used, unused) = CameraDetector.Of(folder, "north-1", detector);
        Assert.Equal(detector, used);
        Assert.Contains(why, unused!.Text, StringComparison.Ordinal);
    }

    /// <summary>The identity of the model as it is opened: all of its networks.</summary>
    private static string AsAdaptWrites(string road)
    {
        Assert.True(OnnxDetector.TryOpen(road, new OnnxSettings(), out var model, out var failure), failure?.Text);
        using (model) return model.Identity.WeightsSha256!;
    }

    private string Write(string sha)
    {
        var path = CameraDetector.AdaptedPath(folder, "north-1");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new Adaptation("north-1", "qyran-road", sha, DateTimeOffset.UnixEpoch, ScoreMap.Same, ImmutableSortedDictionary<string, double>.Empty).Write());
        return path;
    }
}
