using Qyran.Domain.Detections;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

public sealed class ReliefTests
{
    [Fact]
    public void The_road_is_as_uneven_as_asked_and_a_plane_where_nothing_is_asked()
    {
        double squares = 0, mean = 0;
        const int Seeds = 40, Steps = 500;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var relief = new Relief(0.016, seed);
            for (var i = 0; i < Steps; i++)
            {
                var z = relief.At(1.75, i * 0.7);
                squares += z * z / (Seeds * Steps);
                mean += z / (Seeds * Steps);
            }
            Assert.Equal(0, new Relief(0, seed).At(3, seed));
        }
        Assert.Equal(0.016, Math.Sqrt(squares), 0.001);
        Assert.Equal(0, mean, 0.001);
        Assert.Equal(new Relief(0.016, 5).At(1, 2), new Relief(0.016, 5).At(1, 2));
        Assert.NotEqual(new Relief(0.016, 5).At(1, 2), new Relief(0.016, 6).At(1, 2));
    }

    [Fact]
    public void A_body_stands_on_the_road_where_it_is()
    {
        var scenario = Scenarios.Need(Scenarios.Road("flows: [ { lane: up, per_hour: 900 } ]")) with { UnevenM = 0.5 };
        var world = new TrafficWorld(scenario);
        world.RunTo(5_000_000);
        var actors = Actor.Of(world, 5_000_000).Where(a => a.Class != RoadUser.Person).ToList();
        Assert.NotEmpty(actors);
        Assert.All(actors, a => Assert.Equal(world.Relief.At(a.At.X, a.At.Y), a.World(default).Z, 1e-9));
        Assert.Contains(actors, a => Math.Abs(a.Z) > 0.01);
        // how uneven it is changes nothing of the traffic
        var flat = new TrafficWorld(scenario with { UnevenM = 0 });
        flat.RunTo(5_000_000);
        Assert.Equal(Actor.Of(flat, 5_000_000).Select(a => (a.Id, a.At)), Actor.Of(world, 5_000_000).Select(a => (a.Id, a.At)));
    }
}
