using Qyran.Domain.Cases;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

public sealed class NoStoppingTests
{
    /// <summary>Red for 45 s and green for 15 s, by turns; a queue is excused for 20 s after the red.</summary>
    private static readonly (SignalState, double)[] ShortGreens =
        [.. Enumerable.Range(0, 30).SelectMany(i => new[] { (SignalState.Red, i * 60.0), (SignalState.Green, (i * 60.0) + 45) })];

    private static Verdict Judged(PassageFacts facts) => Assert.Single(RuleBook.Judge(facts)).Verdict;

    [Theory]
    [InlineData(120, "Kept", "waited for the signal")]
    [InlineData(1200, "Undecided", "three whole greens")]
    public void Who_stands_through_many_greens_waits_in_no_queue(double seconds, string verdict, string why)
    {
        var found = Judged((Drive.Along((0, 250, 400), (seconds, 250, 400)) with { Fps = 2, Signal = ShortGreens, SignalUntilS = 1800 }).Facts(Drive.Rule("no-stopping")));
        Assert.Equal(verdict, found.GetType().Name);
        Assert.Contains(why, found.Why, StringComparison.Ordinal);
    }

    // it stands at (250, 400), its box is 40 px wide: within 8 px of an edge it may stand beside the zone
    [Theory]
    [InlineData(252, 230, "Broken")] // they overlap, it stands near the edge of the one
    [InlineData(250, 250, "Broken")] // they abut where it stands
    [InlineData(270, 270, "Broken")]
    [InlineData(252, 270, "Undecided")] // room between them
    public void Where_two_zones_meet_is_no_edge(double firstUntil, double secondFrom, string verdict)
    {
        var facts = (Drive.Along((0, 250, 400), (60, 250, 400)) with { Fps = 6, Signal = [(SignalState.Green, 0)] }).Facts(Drive.Rule("no-stopping"));
        Zone first = new("first", ZoneKind.NoStopping, Between(150, firstUntil)), second = new("second", ZoneKind.NoStopping, Between(secondFrom, 350));
        Assert.Equal(verdict, Judged(facts with { Scene = facts.Scene with { Zones = [first, second] } }).GetType().Name);
        Assert.Equal(verdict, Judged(facts with { Scene = facts.Scene with { Zones = [second, first] } }).GetType().Name);

        static Polygon Between(double left, double right) => new([new(left, 360), new(right, 360), new(right, 450), new(left, 450)]);
    }
}
