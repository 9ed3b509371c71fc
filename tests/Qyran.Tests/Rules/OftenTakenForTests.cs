using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

/// <summary>A "car" that was taken for something else in a good part of its sightings.</summary>
public sealed class OftenTakenForTests
{
    private static readonly SpeedLimit General = new(Speed.FromKmh(70), [], [], "general", null, null, null);
    private static readonly SpeedLimit Cars = new(Speed.FromKmh(50), [], [RoadUser.Car, RoadUser.Van], "cars and vans", null, null, null);

    private static Verdict Judged(RoadUser takenFor, string rule, int alikeToo)
    {
        var drive = Drive.Along((0, 250, 460), (4, 250, 60)) with { Only = [RoadUser.Bus], Speed = new(Speed.FromKmh(62), Speed.FromKmh(1), "survey"), Limits = [General, Cars] };
        var facts = drive.Facts(Drive.Rule(rule, ("alike_too", alikeToo)));
        return Assert.Single(RuleBook.Judge(facts with { Track = facts.Track with { Classes = [RoadUser.Car, takenFor] } })).Verdict;
    }

    [Theory]
    [InlineData(RoadUser.Van, 0, "Broken")]
    [InlineData(RoadUser.Bus, 0, "Undecided")]
    [InlineData(RoadUser.Bus, 1, "Broken")] // a person checks the class
    public void A_reserved_lane_accuses_nobody_who_was_often_taken_for_a_permitted_class(RoadUser takenFor, int alikeToo, string verdict)
    {
        var found = Judged(takenFor, "bus-lane", alikeToo);
        Assert.Equal(verdict, found.GetType().Name);
        if (found is Verdict.Undecided undecided) Assert.Equal("what drove in the lane up was often taken for one of those it is reserved for", undecided.Why);
    }

    [Theory]
    [InlineData(RoadUser.Van, 0, "Broken")]
    [InlineData(RoadUser.Bus, 0, "Kept")]
    [InlineData(RoadUser.Bus, 1, "Broken")]
    public void Of_the_limits_of_the_classes_it_was_often_taken_for_the_highest_counts(RoadUser takenFor, int alikeToo, string verdict) =>
        Assert.Equal(verdict, Judged(takenFor, "speeding", alikeToo).GetType().Name);
}
