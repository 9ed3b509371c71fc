using Qyran.Domain.Detections;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

public sealed class ClassVotesTests
{
    [Theory]
    [InlineData(RoadUser.Bus, 3, "Car")]
    [InlineData(RoadUser.Bus, 6, "Car Bus")]
    [InlineData(RoadUser.Person, 6, "Car")] // no vehicle
    [InlineData(RoadUser.Unknown, 6, "Car")]
    public void The_classes_told_are_those_of_vehicles_with_a_fifth_of_the_votes(RoadUser other, int of20, string classes)
    {
        var votes = new ClassVotes();
        for (var i = 0; i < 20; i++) votes.Add(new(new(0, 0, 80, 60), 0.65f, i < of20 ? other : RoadUser.Car));
        Assert.Equal((RoadUser.Car, classes), (votes.Class, string.Join(' ', votes.Classes)));
        votes.Clear();
        Assert.Equal((RoadUser.Unknown, ""), (votes.Class, string.Join(' ', votes.Classes)));
    }

    [Fact]
    public void A_larger_box_has_more_votes()
    {
        var votes = new ClassVotes();
        for (var i = 0; i < 60; i++) votes.Add(new(new(0, 0, 60, 60), 0.65f, RoadUser.Car));
        for (var i = 0; i < 40; i++) votes.Add(new(new(0, 0, 200, 200), 0.65f, RoadUser.Bus));
        Assert.Equal((RoadUser.Bus, "Car Bus"), (votes.Class, string.Join(' ', votes.Classes)));
    }
}
