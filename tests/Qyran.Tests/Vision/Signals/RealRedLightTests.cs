using System.Collections.Immutable;
using Qyran.Cli.Scoring;
using Qyran.Domain.Signals;
using Qyran.Line;
using Qyran.Measure.Scoring.Crossings;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Signals;

/// <summary>The real red-light clips through the whole line, against what a person read from them (testdata/truth). Measuring only.</summary>
public sealed class RealRedLightTests
{
    [Theory]
    [InlineData("uvhnael_16h30_redlight")]
    [InlineData("gutomadon_redlight_night_day")]
    public void The_signals_phases_are_those_a_person_reads(string clip)
    {
        var (_, end, seen) = Run(clip, "motion");
        var truth = seen.Signal;
        var read = end.Signals["main"].Phases;
        var said = string.Join(", ", read.Select(p => $"{p.State} {p.FromUs}±{p.ErrorUs} ({p.Confidence})"));
        Assert.NotEmpty(truth);
        for (var i = 0; i < truth.Length; i++)
        {
            Assert.True(truth[i].State == read[i].State, said);
            // ErrorUs is at least half a frame interval
            Assert.True(Math.Abs(read[i].FromUs - truth[i].FromUs) <= 100_000 + (2 * read[i].ErrorUs), said);
        }
        // what follows the last known phase (a cut to another place) is not known
        Assert.All(read.Skip(truth.Length), p => Assert.Equal(SignalState.Unknown, p.State));
        if (read.Length > truth.Length) Assert.InRange(read[truth.Length].FromUs, truth[^1].ToUs - 100_000, truth[^1].ToUs + 100_000);
    }

    [Theory]
    [InlineData("uvhnael_16h30_redlight", "models/yolox_nano/yolox_nano.onnx", 7)]
    [InlineData("gutomadon_redlight_night_day", "models/yolox_nano/yolox_nano.onnx", 1)]
    [InlineData("uvhnael_16h30_redlight", null, 4)]
    [InlineData("gutomadon_redlight_night_day", null, 1)]
    public void Violations_are_real_ones_and_as_many_as_before_are_found(string clip, string? other, int atLeast)
    {
        var model = other is null ? ShippedModels.Road! : Material.Need(other);
        var (outcomes, _, seen) = Run(clip, model);
        var score = ClipScore.Of(seen, outcomes.SelectMany(ScoreAllReal.Cases)).RedLight;
        Assert.True(score.False.IsEmpty, $"violations that no person saw: {string.Join(", ", score.False.Select(f => $"at {f.AtUs} µs, x {f.X:0}"))}");
        Assert.True(score.Found >= atLeast, $"{score.Found} of {score.True} found");
    }

    private static (ImmutableArray<TrackOutcome> Outcomes, LineEnd End, CrossingFile Seen) Run(string clip, string detector)
    {
        var video = Material.Need($"videos/{clip}.mp4");
        var (setup, _, failure) = LineOpening.Open(video, Path.Combine(Material.Project, "testdata", "scenes", $"{clip}.yaml"), detector, null, TestContext.Current.CancellationToken);
        Assert.True(setup is not null, failure?.Text);
        using var open = setup.Detector;
        var outcomes = ImmutableArray.CreateBuilder<TrackOutcome>();
        var end = new CameraLine(setup).Run((o, _) => outcomes.Add(o), (_, _) => { }, TestContext.Current.CancellationToken);
        return (outcomes.ToImmutable(), end, CrossingFile.Read(File.ReadAllBytes(Path.Combine(Material.Project, "testdata", "truth", $"{clip}.yaml")), out _)!);
    }
}
