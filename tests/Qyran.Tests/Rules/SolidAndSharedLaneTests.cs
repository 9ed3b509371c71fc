using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

/// <summary>From which lane a solid line may not be crossed, and what lanes drawn over each other leave of a verdict.</summary>
public sealed class SolidAndSharedLaneTests
{
    private static readonly Drive UpToDown = Drive.Along((0, 250, 400), (3, 350, 100));
    private static readonly Drive DownToUp = Drive.Along((0, 350, 100), (3, 250, 400)) with { Lane = "down" };
    private static readonly Drive WrongUp = Drive.Along((0, 250, 60), (4, 250, 440));
    private static readonly Drive Up = Drive.Along((0, 250, 460), (4, 250, 60));

    public static TheoryData<string> Solid => [.. SolidCases.Keys];

    private static readonly Dictionary<string, (Drive Drive, string[] Lanes, string Verdict)> SolidCases = new()
    {
        ["all lanes, over"] = (UpToDown, [], "Broken"),
        ["all lanes, back"] = (DownToUp, [], "Broken"),
        ["from the solid side"] = (UpToDown, ["up"], "Broken"),
        ["from the broken side"] = (DownToUp, ["up"], "Kept"),
        ["from the broken side, then in the other lane for long"] = (Drive.Along((0, 350, 100), (3, 250, 400), (30, 250, 440)) with { Lane = "up" }, ["up"], "Kept"),
        ["from the solid side, then in the other lane for long"] = (Drive.Along((0, 250, 400), (3, 350, 100), (30, 350, 60)) with { Lane = "down" }, ["up"], "Broken"),
        ["from both sides, both forbidden"] = (DownToUp, ["up", "down"], "Broken"),
    };

    [Theory, MemberData(nameof(Solid))]
    public void A_solid_line_binds_who_comes_from_its_lanes(string name)
    {
        var (drive, lanes, verdict) = SolidCases[name];
        var facts = drive.Facts(Drive.Rule("solid-line"));
        facts = facts with { Scene = facts.Scene with { Lines = [.. facts.Scene.Lines.Select(l => l.Kind == LineKind.Solid ? l with { Lanes = [.. lanes] } : l)] } };
        Assert.Equal(verdict, Assert.Single(RuleBook.Judge(facts)).Verdict.GetType().Name);
    }

    [Fact]
    public void From_no_lane_and_from_lanes_of_both_sorts_is_not_clear()
    {
        var facts = UpToDown.Facts(Drive.Rule("solid-line"));
        var lines = facts.Scene.Lines.Select(l => l.Kind == LineKind.Solid ? l with { Lanes = ["up"] } : l).ToArray();
        var up = facts.Scene.Lanes.Single(l => l.Id == "up");
        Assert.Contains("is not clear", Why(facts with { Scene = facts.Scene with { Lines = [.. lines], Lanes = [.. facts.Scene.Lanes, up with { Id = "again" }] } }), StringComparison.Ordinal);
        var away = up with { Area = new([new(0, 0), new(9, 0), new(9, 9)]) };
        Assert.Contains("is not clear", Why(facts with { Scene = facts.Scene with { Lines = [.. lines], Lanes = [away, .. facts.Scene.Lanes.Where(l => l.Id != "up")] } }), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_another_lane_leads_that_way_too_nobody_drove_against_the_way()
    {
        var facts = WrongUp.Facts(Drive.Rule("wrong-way"));
        var up = facts.Scene.Lanes.Single(l => l.Id == "up");
        Assert.Equal("the lanes up and rev overlap where it drove", Why(With(facts, up with { Id = "rev", From = up.To, To = up.From })));
        Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(With(facts, up with { Id = "free", From = null, To = null }))).Verdict);
        Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(With(facts, up with { Id = "again" }))).Verdict);
        // only a strip along its edge
        Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(With(facts, up with { Id = "rev", From = up.To, To = up.From, Area = new([new(280, 0), new(400, 0), new(400, 480), new(280, 480)]) }))).Verdict);
    }

    [Fact]
    public void Where_another_lane_is_open_to_it_too_nobody_drove_in_a_reserved_one()
    {
        var facts = (Up with { Only = [RoadUser.Bus] }).Facts(Drive.Rule("bus-lane"));
        var up = facts.Scene.Lanes.Single(l => l.Id == "up");
        Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(facts)).Verdict);
        Assert.Equal("the lanes up and open overlap where it drove", Why(With(facts, up with { Id = "open", Only = [] })));
        Assert.IsType<Verdict.Broken>(Assert.Single(RuleBook.Judge(With(facts, up with { Id = "again" }))).Verdict);
    }

    private static PassageFacts With(PassageFacts facts, Lane lane) => facts with { Scene = facts.Scene with { Lanes = [.. facts.Scene.Lanes, lane] } };

    private static string Why(PassageFacts facts) => Assert.IsType<Verdict.Undecided>(Assert.Single(RuleBook.Judge(facts)).Verdict).Why;
}
