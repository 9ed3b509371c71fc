using System.Globalization;
using System.Text.RegularExpressions;
using Qyran.Domain.Cases;
using Qyran.Domain.Signals;
using Qyran.Line;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Signals;

/// <summary>The real red-light clips through the whole line, against what a person read from them (testdata/truth). Measuring only.</summary>
public sealed partial class RealRedLightTests
{
    [Theory]
    [InlineData("uvhnael_16h30_redlight")]
    [InlineData("gutomadon_redlight_night_day")]
    public void The_signals_phases_are_those_a_person_reads(string clip)
    {
        var (_, end, _) = Run(clip, "motion");
        var truth = PhaseLine().Matches(File.ReadAllText(TruthOf(clip))).Select(m => (State: m.Groups[1].Value, FromUs: Us(m.Groups[2].Value), ToUs: Us(m.Groups[3].Value))).ToList();
        var read = end.Signals["main"].Phases;
        var said = string.Join(", ", read.Select(p => $"{p.State} {p.FromUs}±{p.ErrorUs} ({p.Confidence})"));
        Assert.NotEmpty(truth);
        for (var i = 0; i < truth.Count; i++)
        {
            Assert.True(string.Equals(truth[i].State, read[i].State.ToString(), StringComparison.OrdinalIgnoreCase), said);
            // ErrorUs is at least half a frame interval
            Assert.True(Math.Abs(read[i].FromUs - truth[i].FromUs) <= 100_000 + (2 * read[i].ErrorUs), said);
        }
        // what follows the last known phase (a cut to another place) is not known
        Assert.All(read.Skip(truth.Count), p => Assert.Equal(SignalState.Unknown, p.State));
        if (read.Length > truth.Count) Assert.InRange(read[truth.Count].FromUs, truth[^1].ToUs - 100_000, truth[^1].ToUs + 100_000);
    }

    [Theory]
    [InlineData("uvhnael_16h30_redlight", "models/yolox_nano/yolox_nano.onnx", 8)]
    [InlineData("gutomadon_redlight_night_day", "models/yolox_nano/yolox_nano.onnx", 1)]
    [InlineData("uvhnael_16h30_redlight", null, 4)]
    [InlineData("gutomadon_redlight_night_day", null, 1)]
    public void Violations_are_real_ones_and_as_many_as_before_are_found(string clip, string? other, int atLeast)
    {
        var model = other is null ? ShippedModels.Road! : Material.Need(other);
        var (outcomes, _, text) = Run(clip, model);
        var truth = CrossingLine().Matches(text).Where(m => m.Value.Contains("verdict: broken", StringComparison.Ordinal))
            .Select(m => (AtUs: Us(m.Groups[1].Value), X: double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();
        var found = outcomes.SelectMany(o => o.Findings.Select(f => (o.Track, f.Rule, Broken: f.Verdict as Verdict.Broken)))
            .Where(f => f is { Rule: "red-light", Broken: not null })
            .Select(f => (f.Broken!.AtUs, f.Track.Points.MinBy(p => Math.Abs(p.Time.MediaUs - f.Broken.AtUs)).Box.Contact.X)).ToList();
        var matched = new HashSet<long>();
        foreach (var (atUs, x) in found)
        {
            var near = truth.Where(t => !matched.Contains(t.AtUs) && Math.Abs(t.AtUs - atUs) <= 1_000_000).OrderBy(t => Math.Abs(t.X - x)).FirstOrDefault();
            Assert.True(near.AtUs != 0 && Math.Abs(near.X - x) <= 60, $"a violation at {atUs} µs, x {x:0}, that no person saw");
            matched.Add(near.AtUs);
        }
        Assert.True(matched.Count >= atLeast, $"{matched.Count} of {truth.Count} found");
    }

    private static (List<TrackOutcome> Outcomes, LineEnd End, string Truth) Run(string clip, string detector)
    {
        var video = Material.Need($"videos/{clip}.mp4");
        var (setup, _, failure) = LineOpening.Open(video, Path.Combine(Material.Project, "testdata", "scenes", $"{clip}.yaml"), detector, null, TestContext.Current.CancellationToken);
        Assert.True(setup is not null, failure?.Text);
        using var open = setup.Detector;
        var outcomes = new List<TrackOutcome>();
        var end = new CameraLine(setup).Run((o, _) => outcomes.Add(o), (_, _) => { }, TestContext.Current.CancellationToken);
        return (outcomes, end, File.ReadAllText(TruthOf(clip)));
    }

    private static string TruthOf(string clip) => Path.Combine(Material.Project, "testdata", "truth", $"{clip}.yaml");

    private static long Us(string seconds) => (long)(double.Parse(seconds, CultureInfo.InvariantCulture) * 1e6);

    [GeneratedRegex(@"\{ state: (\w+), from_s: ([\d.]+), to_s: ([\d.]+) \}")]
    private static partial Regex PhaseLine();

    [GeneratedRegex(@"- \{ (?:id: \w+, +)?(?:kind: \w+, lane: [\w-]+, )?(?:at_s|front_at_s): ([\d.]+),.*?pixel: \[(\d+), \d+\].*")]
    private static partial Regex CrossingLine();
}
