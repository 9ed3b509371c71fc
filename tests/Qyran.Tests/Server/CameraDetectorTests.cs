using System.Collections.Immutable;
using System.Security.Cryptography;
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
    public void The_adapted_one_is_taken_for_its_camera_and_model_alone()
    {
        var road = ShippedModels.Road!;
        Assert.Equal(road, CameraDetector.Of(folder, "north-1", road));
        var path = Write(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(road))));
        Assert.Equal(path, CameraDetector.Of(folder, "north-1", road));
        Assert.Equal(road, CameraDetector.Of(folder, "south-1", road));
        Assert.Equal("motion", CameraDetector.Of(folder, "north-1", "motion"));
        // after an update with another model the shipped one is used until it is adapted again
        Write(new string('0', 64));
        Assert.Equal(road, CameraDetector.Of(folder, "north-1", road));
        File.WriteAllText(path, "broken");
        Assert.Equal(road, CameraDetector.Of(folder, "north-1", road));
    }

    private string Write(string sha)
    {
        var path = CameraDetector.AdaptedPath(folder, "north-1");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new Adaptation("north-1", "qyran-road", sha, DateTimeOffset.UnixEpoch, ScoreMap.Same, ImmutableSortedDictionary<string, double>.Empty).Write());
        return path;
    }
}
