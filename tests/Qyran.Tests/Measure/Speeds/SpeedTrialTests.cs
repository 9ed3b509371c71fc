using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Qyran.Measure.Scoring;
using Qyran.Measure.Speeds;

namespace Qyran.Tests.Measure.Speeds;

public class SpeedTrialTests
{
    /// <summary>The published errors come out of our reading of the protocol to the last digit, and ours are what docs/design/speed.md promises.</summary>
    [Theory]
    [InlineData("session0_left")]
    [InlineData("session2_right")]
    [InlineData("session4_right")]
    public void Real_recordings_are_measured_well_and_honestly(string recording)
    {
        var folder = Material.Need("speed/brnocompspeed");
        using var g = Open(folder, $"gt/{recording}.json.gz");
        using var t = Open(folder, $"tracks/{recording}.dubska_optimal_calib.json.gz");
        Assert.True(BrnoTruth.TryRead(recording, g, out var truth, out _));
        Assert.True(BrnoTracks.TryRead(recording, t, out var tracks, out _));
        var trial = BrnoTrial.Run(truth!, tracks!, SpeedSettings.Default);
        using var reference = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "reference_errors.json")));
        var same = SpeedReference.Compare(reference.RootElement, "dubska_optimal_calib", recording, trial.Valid, SpeedScore.Of(trial.Published));
        Assert.Equal(5, same.Compared);
        Assert.Empty(same.Different);
        var ours = SpeedScore.Of(trial.Ours);
        Assert.True(ours.Median <= 1.0, $"median {ours.Median}");
        // what is off at a camera is mostly off for all its vehicles: one alone may miss the 95 % of all together, but not the margin
        var held = trial.Ours.Count(p => Math.Abs(p.Off ?? 0) <= p.MarginKmh) / (double)ours.Measured;
        Assert.True(held >= 0.95, $"within the margin {held}");
        Assert.True(ours.Coverage >= 0.7, $"coverage {ours.Coverage}");
        Assert.True(ours.TooHigh <= 0.01, $"too high {ours.TooHigh}");
        Assert.True(ours.RefusedShare < 0.2);
    }

    [Fact]
    public void Scores_are_computed_from_the_errors()
    {
        var score = SpeedScore.Of([
            new("a", 50, 51, 2, null), new("a", 50, 47, 2, null), new("a", 60, 60.5, 1, null), new("a", 70, null, null, "too far"), new("a", 70, 74, 3, null)]);
        Assert.Equal((5, 4), (score.Vehicles, score.Measured));
        Assert.Equal(0.625, score.Bias, 1e-9);
        Assert.Equal(2.125, score.MeanAbsolute, 1e-9);
        Assert.Equal(2, score.Median, 1e-9);
        Assert.Equal(4, score.Worst, 1e-9);
        Assert.Equal(0.5, score.Coverage!.Value, 1e-9);
        Assert.Equal(0.25, score.TooHigh!.Value, 1e-9);
        Assert.Equal(1, score.Refused["too far"]);
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("\"fps\":50,", "", "")]
    [InlineData("\"fps\":50,", "\"fps\":0,", "a frame rate")]
    [InlineData("[[1,0,0],[1,0,-9]]", "[]", "two measurement lines")]
    [InlineData("[[1,0,0],[1,0,-9]]", "[[1,0,0],[1,0]]", "a line has fewer than three numbers")]
    [InlineData("\"p1\":[1,2]", "\"p1\":[1]", "a point has fewer than two numbers")]
    [InlineData("[{\"laneIndex\":[0],\"speed\":80,\"valid\":true,\"intersections\":[{\"videoTime\":1}]}]", "[]", "one car")]
    public void Damaged_truth_is_one_clear_line(string good, string bad, string? said)
    {
        const string sound = "{\"fps\":50,\"measurementLines\":[[1,0,0],[1,0,-9]],\"laneDivLines\":[],\"distanceMeasurement\":[{\"p1\":[1,2],\"p2\":[3,4],\"distance\":3,\"toVP1\":true}],"
            + "\"cars\":[{\"laneIndex\":[0],\"speed\":80,\"valid\":true,\"intersections\":[{\"videoTime\":1}]}]}";
        var json = good.Length == 0 ? sound : sound.Replace(good, bad, StringComparison.Ordinal);
        Assert.Equal(said is null, BrnoTruth.TryRead("x", new MemoryStream(Encoding.UTF8.GetBytes(json)), out var truth, out var failure));
        Assert.Equal(said is null, truth is not null);
        if (said is null) return;
        Assert.StartsWith("x is not a BrnoCompSpeed ground truth", failure!.Text, StringComparison.Ordinal);
        Assert.Contains(said, failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_results_and_pictures_are_one_clear_line()
    {
        Assert.False(BrnoTracks.TryRead("x", new MemoryStream("{\"camera_calibration\":{\"vp1\":[1],\"vp2\":[1,2],\"pp\":[1,2],\"scale\":1}}"u8.ToArray()), out _, out var failure));
        Assert.Contains("a point has fewer than two numbers", failure!.Text, StringComparison.Ordinal);
        Assert.False(CamCalTrial.TryRun(new MemoryStream("{\"camCal\":{\"calMeasLnSegNdPt\":[[1],[2]],\"calMeasLnSegDist\":[3]}}"u8.ToArray()), out _, out failure));
        Assert.Contains("a point has fewer than two numbers", failure!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "'s' is looked for")]
    [InlineData("{\"s\":{\"sessions\":7}}", "'r' is looked for")]
    [InlineData("{\"s\":{\"sessions\":{\"r\":{\"n\":0,\"valid\":0}}}}", "no number 'mae'")]
    [InlineData("{\"s\":{}}", null)]
    public void Reference_errors_of_another_form_are_refused(string json, string? said)
    {
        using var reference = JsonDocument.Parse(json);
        SpeedReference Compare() => SpeedReference.Compare(reference.RootElement, "s", "r", 0, SpeedScore.Of([]));
        if (said is null) Assert.Equal(0, Compare().Compared);
        else Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Compare()).Message, StringComparison.Ordinal);
    }

    private static GZipStream Open(string folder, string file) => new(File.OpenRead(Path.Combine(folder, file)), CompressionMode.Decompress);
}
