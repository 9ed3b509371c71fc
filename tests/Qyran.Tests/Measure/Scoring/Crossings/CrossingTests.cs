using System.Text;
using Qyran.Domain.Signals;
using Qyran.Measure.Scoring.Crossings;

namespace Qyran.Tests.Measure.Scoring.Crossings;

public sealed class CrossingTests
{
    [Theory]
    [InlineData("uvhnael_16h30_redlight", 15, 11, 3)]
    [InlineData("gutomadon_redlight_night_day", 2, 1, 2)]
    [InlineData("haar_video1", 0, 0, 0)]
    public void The_clips_that_a_person_read(string clip, int crossings, int broken, int phases)
    {
        var file = CrossingFile.Read(File.ReadAllBytes(Path.Combine(Material.Project, "testdata/truth", clip + ".yaml")), out var errors);
        Assert.Empty(errors);
        Assert.Equal((clip, crossings, broken, phases), (file!.Clip, file.Crossings.Length, file.Crossings.Count(c => c.IsBroken), file.Signal.Length));
    }

    [Fact]
    public void Every_file_of_truth_can_be_read() => Assert.All(Directory.GetFiles(Path.Combine(Material.Project, "testdata/truth"), "*.yaml"), path =>
    {
        Assert.NotNull(CrossingFile.Read(File.ReadAllBytes(path), out var errors));
        Assert.Empty(errors);
    });

    [Fact]
    public void Instants_and_places_are_read_as_they_stand()
    {
        var file = CrossingFile.Read(Encoding.UTF8.GetBytes("clip: a\nsignal: [ { state: red, from_s: 0.42, to_s: 42.41 } ]\ncrossings:\n  - { front_at_s: 4.15, at_s: 9, pixel: [900, 832], verdict: broken, note: \"x\" }\n"), out _)!;
        Assert.Equal(new SeenPhase(SignalState.Red, 420_000, 42_410_000), Assert.Single(file.Signal));
        Assert.Equal(new SeenCrossing(4_150_000, 900, IsBroken: true), Assert.Single(file.Crossings));
    }

    [Theory]
    [InlineData("crossings: [ { at_s: 1, pixel: [1, 2] } ]", "verdict")]
    [InlineData("crossings: [ { at_s: 1, verdict: broken } ]", "pixel")]
    [InlineData("crossings: [ { pixel: [1, 2], verdict: broken } ]", "at_s")]
    [InlineData("crossings: [ { at_s: 1, pixel: [1], verdict: broken } ]", "pixel")]
    [InlineData("crossings: [ { at_s: 1, pixel: [1, 2], verdict: perhaps } ]", "verdict")]
    [InlineData("signal: [ { state: pink, from_s: 0, to_s: 1 } ]", "state")]
    public void What_is_wrong_is_named(string line, string field)
    {
        Assert.Null(CrossingFile.Read(Encoding.UTF8.GetBytes("clip: a\n" + line + "\n"), out var errors));
        Assert.Contains(errors, e => e.Line == 2 && e.Field.EndsWith(field, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("thanglm20_junction_1080p", "wrong-way", true, true)]
    [InlineData("thanglm20_junction_1080p", "solid-line", false, true)]
    [InlineData("gutomadon_stopline", "solid-line", true, true)] // cases: 0
    [InlineData("uvhnael_16h30_redlight", "wrong-way", false, true)] // there were some
    [InlineData("ahmetozlu_vehicle_survaillance", "away", false, false)] // sure: false
    [InlineData("haar_video1", "wrong-way", false, false)] // says nothing of rules
    public void What_surely_did_not_happen_is_read(string clip, string rule, bool none, bool judges)
    {
        var file = CrossingFile.Read(File.ReadAllBytes(Path.Combine(Material.Project, "testdata/truth", clip + ".yaml")), out _)!;
        Assert.Equal((none, judges), (file.HasNone(rule), file.JudgesCases));
    }

    [Fact]
    public void Cases_of_what_nobody_did_are_false_and_those_of_which_nothing_is_said_are_told()
    {
        var file = CrossingFile.Read(Encoding.UTF8.GetBytes("clip: a\nwrong_way: { count: 0, sure: true }\nsolid_line: { count: 0, sure: false }\n"), out _)!;
        var score = ClipScore.Of(file, [("wrong-way", 1_000_000, 5), ("solid-line", 1_000_000, 5), ("red-light", 2_000_000, 5), ("red-light", 3_000_000, 5)]);
        Assert.Equal((1, 0, 0), (score.False, score.RedLight.True, score.RedLight.False.Length));
        Assert.Equal(["red-light 2", "solid-line 1"], score.NotJudged.Select(n => $"{n.Key} {n.Value}"));
        // with a signal in it the crossings that were read are all there are
        file = file with { Signal = [new(SignalState.Red, 0, 9_000_000)], Crossings = [new(2_000_000, 5, IsBroken: true)] };
        score = ClipScore.Of(file, [("red-light", 2_000_000, 5), ("red-light", 3_500_000, 5)]);
        Assert.Equal((1, 1), (score.RedLight.Found, score.RedLight.False.Length));
        Assert.Empty(score.NotJudged);
    }

    [Fact]
    public void An_accusation_of_somebody_undecided_is_not_put_down_to_a_violation_beside_him()
    {
        var seen = CrossingFile.Read(File.ReadAllBytes(Path.Combine(Material.Project, "testdata/truth/uvhnael_16h30_redlight.yaml")), out _)!.Crossings;
        // r11, of whom nobody is sure; r12 broke it 0.9 s before and 25 px beside him
        Assert.Equal((0, 1), Of((40_700_000, 182)));
        Assert.Equal((1, 0), Of((40_000_000, 160)));
        Assert.Equal((1, 1), Of((40_700_000, 182), (40_000_000, 160)));

        (int Found, int False) Of(params (long, double)[] accused)
        {
            var score = CrossingScore.Of(seen, accused);
            return (score.Found, score.False.Length);
        }
    }

    [Fact]
    public void Each_violation_is_found_once_and_everything_else_is_false()
    {
        SeenCrossing[] seen = [new(10_000_000, 500, true), new(10_200_000, 150, true), new(30_000_000, 500, false)];
        var score = CrossingScore.Of(seen, [(10_400_000, 160), (10_300_000, 170), (10_100_000, 600), (30_000_000, 500), (11_100_000, 500)]);
        // right; a second case against the same one; too far beside the other; one of whom nobody is sure; too late for the other
        Assert.Equal((2, 1, 4), (score.True, score.Found, score.False.Length));
    }
}
