using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Tests.Vision.Onnx;
using Qyran.Vision.Adapted;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Adapted;

public sealed class AdaptationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-adapted-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Adaptation Made(string sha) => new("north-1", "qyran-road", sha, new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero),
        ScoreMap.Same with { Shift = 0.25, Slope = 1.1, Cells = ScoreMap.Same.Cells.SetItem(13, -1.2), Classes = ScoreMap.Same.Classes.SetItem((int)RoadUser.Person, -0.4) },
        ImmutableSortedDictionary<string, double>.Empty.Add("f1_after", 0.9));

    private string Save(byte[] bytes, string name = "north-1.adapted.json")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Of the model and its close look together, as packs state it.</summary>
    private static string RoadSha => Convert.ToHexStringLower(SHA256.HashData(
        [.. File.ReadAllBytes(ShippedModels.Road!), .. File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(ShippedModels.Road!)!, "road-close.onnx"))]));

    [Fact]
    public void A_file_holds_what_was_written()
    {
        var made = Made("ab");
        var (read, bytes, failure) = Adaptation.Open(Save(made.Write()));
        Assert.True(read is not null, failure?.Text);
        Assert.Equal(made.Write(), bytes);
        Assert.Equal(made.Write(), read.Write());
    }

    [Fact]
    public void The_evidence_names_the_adapted_detector_by_its_files_hash()
    {
        var path = Save(Made(RoadSha).Write());
        Assert.True(AdaptedDetector.TryOpen(path, out var detector, out var failure), failure?.Text);
        using (detector)
        {
            Assert.Equal("qyran-road@north-1", detector.Identity.Name);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), detector.Identity.WeightsSha256);
        }
    }

    [Fact]
    public void Scores_are_set_right_after_the_close_look_and_in_a_hurry_without_it()
    {
        var map = ScoreMap.Same with { Shift = 1 };
        var model = new TwoLooks();
        using var detector = new AdaptedDetector(model, map, model.Identity);
        var view = Picture.Plain(320, 240).View();
        var found = new Detection[4];
        Assert.Equal(1, detector.Detect(view, found));
        Assert.Equal(0.9f, found[0].Score);
        Assert.Equal(1, detector.Sharpen(view, found.AsSpan(0, 1)));
        Assert.Equal(ScoreMap.Sigmoid(1), found[0].Score, 1e-6);
        Assert.Equal(1, detector.Hurry(view, found.AsSpan(0, detector.Detect(view, found))));
        Assert.Equal(ScoreMap.Sigmoid(1 + ScoreMap.LogOdds(0.9)), found[0].Score, 1e-6);
    }

    [Fact]
    public void One_made_for_another_model_is_refused_with_what_to_do()
    {
        Assert.False(AdaptedDetector.TryOpen(Save(Made(new string('0', 64)).Write()), out _, out var failure));
        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.Contains("qyran adapt north-1", failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no adapted detector")]
    [InlineData("{}", "no adapted detector")]
    [InlineData("\"shift\": 0.25|\"shift\": 99", "out of bounds")]
    [InlineData("\"slope\": 1.1|\"slope\": -1", "slope")]
    [InlineData("\"qyran_adapted\": 1|\"qyran_adapted\": 2", "version 1")]
    [InlineData("-1.2|\"a\"", "no adapted detector")]
    public void Broken_files_are_refused(string change, string words)
    {
        var text = Encoding.UTF8.GetString(Made("ab").Write());
        var bad = change.Split('|') is [var from, var to] ? text.Replace(from, to, StringComparison.Ordinal) : change;
        Assert.NotEqual(text, bad);
        var (read, _, failure) = Adaptation.Open(Save(Encoding.UTF8.GetBytes(bad)));
        Assert.Null(read);
        Assert.Contains(words, failure!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_surer_of_two_alike_stays_the_surer()
    {
        var map = Made("ab").Map;
        for (var score = 0.05f; score < 0.9f; score += 0.05f)
            Assert.True(map.Of(new(new(10, 10, 20, 20), score + 0.05f, RoadUser.Car), 640, 360) > map.Of(new(new(10, 10, 20, 20), score, RoadUser.Car), 640, 360));
        // the place is where it touches the road: cell 13 is the second row's fourth
        Assert.True(map.Of(new(new(200, 40, 40, 40), 0.5f, RoadUser.Car), 640, 360) < map.Of(new(new(400, 40, 40, 40), 0.5f, RoadUser.Car), 640, 360));
    }
}
