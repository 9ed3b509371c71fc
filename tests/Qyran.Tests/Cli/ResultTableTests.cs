using System.Collections.Immutable;
using Qyran.Cli;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Line.Outputs;
using Qyran.Rules;
using Qyran.Tests.Line;
using Qyran.Tests.Line.Outputs;
using Qyran.Vision.View;
using Spectre.Console;

namespace Qyran.Tests.Cli;

public sealed class ResultTableTests
{
    private static readonly Scene Watched = SampleScene.Junction(640, 360) with { Rules = [new RuleSetting("speeding", null, ImmutableSortedDictionary<string, decimal>.Empty)] };

    [Fact]
    public void That_every_passage_kept_the_rules_is_said_only_where_every_one_was_measured()
    {
        const string kept = "every passage kept the rules", madeUp = "the source's capture times are made up";
        Assert.Contains($"● No violation: {kept} this scene checks.", Told(Watched, null, null), StringComparison.Ordinal);
        var told = Told(Watched, null, madeUp, madeUp);
        Assert.Contains($"○ No violation found: 1 passage was measured, 2 have no valid speed (2 × {madeUp}).", told, StringComparison.Ordinal);
        Assert.DoesNotContain(kept, told, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_run_that_was_stopped_nothing_is_said_of_the_rest_of_the_video()
    {
        const string stopped = "○ Stopped after 10.0 s of video: this is what was finished by then.", madeUp = "the source's capture times are made up";
        var told = Told(RunSummaryTests.Of(Watched, [null]) with { Stopped = true }, [null]);
        Assert.Contains(stopped, told, StringComparison.Ordinal);
        Assert.Contains("○ No violation found so far.", told, StringComparison.Ordinal);
        Assert.Contains("○ No violation found so far: 0 passages were measured", Told(RunSummaryTests.Of(Watched, [madeUp]) with { Stopped = true }, [madeUp]), StringComparison.Ordinal);
        Assert.Contains("No vehicle has passed so far.", Told(RunSummaryTests.Of(Watched) with { Stopped = true }, []), StringComparison.Ordinal);
        Assert.DoesNotContain("topped", Told(Watched, [null]), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_scene_without_rules_nothing_is_claimed() =>
        Assert.Contains("The scene file switches on no rule, so none was checked.", Told(Watched with { Rules = [] }, null, null), StringComparison.Ordinal);

    [Fact]
    public void Whoever_is_exempt_is_told_of_so_that_nobody_misses_his_case()
    {
        var none = ImmutableSortedDictionary<string, int>.Empty;
        Assert.Contains("○ exempt: 3 (bus-lane 2, speeding 1), no case made", Told(RunSummaryTests.Of(Watched, [null]) with { Exempt = none.Add("bus-lane", 2).Add("speeding", 1) }, [null]), StringComparison.Ordinal);
        Assert.Contains("○ exempt: 0 ", Told(RunSummaryTests.Of(Watched, [null]) with { Exempt = none }, [null]), StringComparison.Ordinal);
        Assert.DoesNotContain("exempt", Told(Watched, [null]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_crossed_the_count_lines_is_a_table_and_that_nobody_did_a_line()
    {
        Assert.Contains("No vehicle crossed a count line (count).", Told(Crossed([]), [null]), StringComparison.Ordinal);
        var told = Told(Crossed(new() { [("count", CountWay.Down, RoadUser.Car)] = 12, [("count", CountWay.Down, RoadUser.Truck)] = 1 }), [null]);
        Assert.Contains("| count | down | 13 | 12 car, 1 truck |", told, StringComparison.Ordinal);
        Assert.Contains("| count | up | 0 | – |", told, StringComparison.Ordinal);

        static RunSummary Crossed(Dictionary<(string Line, CountWay Way, RoadUser Class), int> counts) => RunSummaryTests.Of(Watched, [null]) with { CountLines = LineCount.Of(Watched, counts) };
    }

    [Fact]
    public void In_a_view_that_moved_no_zero_is_counted_and_why_is_said()
    {
        var moved = RunSummaryTests.Of(Watched, [null]) with { CountLines = LineCount.Of(Watched, new Dictionary<(string Line, CountWay Way, RoadUser Class), int>()), View = new(new(ViewState.Moved, 12.3, 2.4, 3_000_000), 12.3, 3_000_000, null, 1, 0.1) };
        var told = Told(moved with { Uncounted = 1 }, [null]);
        Assert.Contains("○ 1 passage is counted in no lane and over no count line: the camera's view has moved by 12.3 px since 00:03; check its calibration", told, StringComparison.Ordinal);
        Assert.DoesNotContain("No vehicle crossed", told, StringComparison.Ordinal);
        // it moved when all had passed
        told = Told(moved, [null]);
        Assert.Contains("No vehicle crossed a count line (count).", told, StringComparison.Ordinal);
        Assert.Contains("○ the camera's view has moved by 12.3 px", told, StringComparison.Ordinal);
        // and came back
        Assert.Contains("over no count line: the camera's view was not in its place", Told(RunSummaryTests.Of(Watched, [null]) with { Uncounted = 1 }, [null]), StringComparison.Ordinal);
    }

    [Fact]
    public void Fog_is_said_with_what_it_means()
    {
        Assert.DoesNotContain("Fog", Told(RunSummaryTests.Of(Watched, [null]), [null]), StringComparison.Ordinal);
        Assert.Contains("○ Fog or thick snowfall lay over the picture for 40 seconds: what is far off was not seen, and speeds measured then state a wider error",
            Told(RunSummaryTests.Of(Watched, [null]) with { HazySeconds = 40 }, [null]), StringComparison.Ordinal);
    }

    private static string Told(Scene scene, params string?[] refused) => Told(RunSummaryTests.Of(scene, refused), refused);

    /// <summary>What is printed into a file, with one space wherever there are several or a new line.</summary>
    private static string Told(RunSummary summary, string?[] refused)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        ResultTable.Print(new AnalyzeOutcome.Done(summary, RunSummaryTests.Passages(refused), [], null), "out", console, plain: true);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
