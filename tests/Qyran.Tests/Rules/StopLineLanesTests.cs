using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

/// <summary>For whom a stop line holds: the lanes it names or lies over, the lane it is crossed in, and what the rule book asks of it.</summary>
public sealed class StopLineLanesTests
{
    private static readonly Drive In = Drive.Along((0, 250, 460), (4, 250, 60)), Out = Drive.Along((0, 350, 60), (4, 350, 460)) with { Lane = "down" };

    private static readonly Dictionary<string, (Drive Drive, double FromX, double UntilX, string[] Lanes, string Verdict, string Why)> OverBoth = new()
    {
        ["out of the junction over a line of both halves"] = (Out, 200, 400, [], "Undecided", "nobody said which way"),
        ["out of the junction over a line of both halves, an entry line behind it"] = (Out with { Entry = true }, 200, 400, [], "Kept", "crossed no"),
        ["into the junction over a line of both halves, an entry line behind it"] = (In with { Entry = true }, 200, 400, [], "Broken", "drove on"),
        ["out of the junction over a line that names its lanes"] = (Out, 200, 400, ["up"], "Kept", "crossed no"),
        ["into the junction over a line that names its lanes"] = (In, 200, 400, ["up"], "Broken", "drove on"),
        ["into the junction over a line drawn a little too long"] = (In, 200, 303, [], "Broken", "drove on"),
    };

    public static TheoryData<string> OverBothWords => [.. OverBoth.Keys];

    [Theory]
    [MemberData(nameof(OverBothWords))]
    public void Which_way_over_a_line_counts_its_lanes_say_and_not_the_vehicles(string words)
    {
        var (drive, from, until, lanes, verdict, why) = OverBoth[words];
        var facts = drive.Facts();
        var found = Judge(facts with { Scene = Stopping(facts.Scene, from, until, lanes) });
        Assert.True(found.GetType().Name == verdict && found.Why.Contains(why, StringComparison.Ordinal), $"{words}: {found.GetType().Name}, {found.Why}");
    }

    private static readonly Dictionary<string, ((double, double, double)[] Way, string Verdict, string Why)> TwoHeads = new()
    {
        ["waits in the left lane and crosses in the one ahead"] = ([(42, 225, 360), (44, 275, 330), (46, 275, 280), (48, 275, 60)], "Kept", "not red"),
        ["waits in the left lane and crosses in it"] = ([(42, 225, 360), (44, 225, 330), (46, 225, 280), (48, 225, 60)], "Broken", "the line stop-left"),
        ["changes the lane at the line"] = ([(42, 225, 360), (44, 235, 320), (46, 265, 280), (48, 275, 60)], "Undecided", "it crossed the line stop-left between two lanes"),
    };

    public static TheoryData<string> TwoHeadsWords => [.. TwoHeads.Keys];

    /// <summary>Two lanes and one line of paint over both; the left lane's head is red, the other green.</summary>
    [Theory]
    [MemberData(nameof(TwoHeadsWords))]
    public void Of_a_signal_for_each_lane_that_holds_in_whose_lane_the_line_was_crossed(string words)
    {
        var (way, verdict, why) = TwoHeads[words];
        var drive = Drive.Along([(0, 225, 460), (2, 225, 360), .. way]) with { Lane = "left", Signal = [(SignalState.Green, -9)] };
        var facts = drive.Facts();
        var scene = facts.Scene with
        {
            Lanes = [Lane("left", 200, 250), Lane("ahead", 250, 300)],
            Lines = [Line("stop-left", ["left"], "arrow"), Line("stop-main", ["ahead"], "main")],
        };
        facts = facts with { Scene = scene, Signals = facts.Signals.Add("arrow", new("arrow", "picture", [new(SignalState.Red, -9_000_000, 20_000, 0.95)], 1_000_000_000)) };
        var found = Judge(facts);
        Assert.True(found.GetType().Name == verdict && found.Why.Contains(why, StringComparison.Ordinal), $"{words}: {found.GetType().Name}, {found.Why}");
        // of one head both lines are the same
        var one = facts with { Scene = scene with { Lines = [.. scene.Lines.Select(l => l with { Signal = "arrow" })] } };
        Assert.IsType<Verdict.Broken>(Judge(one));
    }

    [Theory]
    [InlineData(250, "up", "Kept", "waited")]
    [InlineData(350, "down", "Broken", "the zone opposite")]
    public void A_stop_line_without_lanes_excuses_who_waits_in_those_it_lies_over(double x, string lane, string verdict, string why)
    {
        var facts = (Drive.Along((0, x, 400), (60, x, 400)) with { Fps = 6, Lane = lane, Signal = [(SignalState.Red, -9)] }).Facts();
        var scene = Stopping(facts.Scene, 200, 300, []);
        scene = scene with { Zones = [.. scene.Zones, new("opposite", ZoneKind.NoStopping, new([new(300, 360), new(400, 360), new(400, 450), new(300, 450)]))] };
        var found = NoStopping.Judge(facts with { Scene = scene }, NoStoppingSettings.From(Drive.Rule("no-stopping")));
        Assert.True(found.GetType().Name == verdict && found.Why.Contains(why, StringComparison.Ordinal), $"{lane}: {found.GetType().Name}, {found.Why}");
    }

    [Fact]
    public void A_line_at_which_nobody_could_ever_be_accused_is_named_when_a_rule_is_switched_on_and_stops_no_stored_scene()
    {
        static void Lacks(Scene scene, string fault)
        {
            Assert.Contains(fault, RuleBook.Check(scene)!.Text, StringComparison.Ordinal);
            Assert.Null(RuleBook.CheckTaken(scene));
        }

        var street = In.Facts(Drive.Rule("red-light")).Scene;
        Assert.Null(RuleBook.Check(street));
        Lacks(Stopping(street, 200, 400, []), "the rule red-light needs a way over the line stop: name lanes");
        Assert.Null(RuleBook.Check(Stopping(street, 200, 400, ["up"])));
        Assert.Null(RuleBook.Check(Stopping((In with { Entry = true }).Facts(Drive.Rule("red-light")).Scene, 200, 400, [])));
        Lacks(Undirected(street, "up"), "the rule red-light needs a way over the line stop");

        var turn = (In with { NoTurn = true }).Facts(Drive.Rule("forbidden-turn")).Scene;
        Assert.Null(RuleBook.Check(turn));
        Lacks(Undirected(turn, "up"), "the rule forbidden-turn needs a direction for the lanes of the line left");
    }

    private static Verdict Judge(PassageFacts facts) => RedLight.Judge(facts, RedLightSettings.From(Drive.Rule("red-light")));

    private static Scene Undirected(Scene scene, string lane) =>
        scene with { Lanes = [.. scene.Lanes.Select(l => l.Id == lane ? l with { From = null, To = null } : l)] };

    private static Scene Stopping(Scene scene, double fromX, double untilX, string[] lanes) =>
        scene with { Lines = [.. scene.Lines.Select(l => l.Id == "stop" ? l with { Points = [new(fromX, 300), new(untilX, 300)], Lanes = [.. lanes] } : l)] };

    private static Lane Lane(string id, double left, double right) =>
        new(id, new([new(left, 0), new(right, 0), new(right, 480), new(left, 480)]), new((left + right) / 2, 460), new((left + right) / 2, 20), []);

    private static SceneLine Line(string id, ImmutableArray<string> lanes, string signal) => new(id, LineKind.Stop, [new(200, 300), new(300, 300)], lanes, signal);
}
