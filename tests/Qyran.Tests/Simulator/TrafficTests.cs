using Qyran.Domain.Signals;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>Ordinary traffic: nobody touches anybody, nobody passes red.</summary>
public sealed class TrafficTests
{
    [Theory]
    [InlineData("motorway", 1)]
    [InlineData("queue", 2)]
    [InlineData("snow", 3)]
    [InlineData("junction", 4)]
    public void Vehicles_of_one_lane_never_overlap(string name, int seed)
    {
        var scenario = Scenarios.Load(name) with { Seed = seed, Cast = [] };
        var world = new TrafficWorld(scenario);
        var closest = double.MaxValue;
        world.RunTo(90_000_000, w =>
        {
            foreach (var link in w.Net.Links)
                for (var i = 1; i < link.Vehicles.Count; i++) closest = Math.Min(closest, link.Vehicles[i - 1].Rear - link.Vehicles[i].Front);
        });
        Assert.True(closest > 0.2, $"came as near as {closest:0.00} m");
    }

    [Theory]
    [InlineData("junction")]
    [InlineData("queue")]
    public void Nobody_but_the_cast_crosses_a_stop_line_at_red(string name)
    {
        var scenario = Scenarios.Load(name) with { Cast = [] };
        for (var seed = 1; seed <= 4; seed++)
        {
            var world = new TrafficWorld(scenario with { Seed = seed });
            var fronts = new Dictionary<int, (Link Link, double Front)>();
            var crossed = 0;
            world.RunTo(120_000_000, w =>
            {
                foreach (var v in w.Vehicles)
                {
                    if (v.Link.Stop is { Signal: { } signal } stop && fronts.TryGetValue(v.Id, out var was) && was.Link == v.Link && was.Front < stop.S && v.Front >= stop.S)
                    {
                        crossed++;
                        var shows = signal.Shows(w.NowUs);
                        Assert.True(shows.State is SignalState.Green or SignalState.Yellow, $"vehicle {v.Id} at {w.NowUs} µs at {shows.State}");
                    }
                    fronts[v.Id] = (v.Link, v.Front);
                }
            });
            Assert.True(crossed > 20, "the test must have seen traffic");
        }
    }

    [Fact]
    public void A_programme_shows_its_states_in_order_and_says_when_the_next_begins()
    {
        var plan = new SignalPlan("s", new(0, 0), 5, 180, null, 10, 2, 3, 8, 1, 5, false);
        Assert.Equal((SignalState.Green, false, 15_000_000L), plan.Shows(5_000_000));
        Assert.Equal((SignalState.Green, true, 17_000_000L), plan.Shows(16_999_999));
        Assert.Equal((SignalState.Yellow, false, 20_000_000L), plan.Shows(17_000_000));
        Assert.Equal((SignalState.Red, false, 28_000_000L), plan.Shows(20_000_000));
        Assert.Equal((SignalState.RedYellow, false, 29_000_000L), plan.Shows(28_500_000));
        Assert.Equal((SignalState.RedYellow, false, 5_000_000L), plan.Shows(4_999_999));
        Assert.Equal(SignalState.Green, plan.Shows(5_000_000 - (24 * 1_000_000)).State);
    }

    [Fact]
    public void The_road_is_given_back_when_vehicles_have_left()
    {
        var world = new TrafficWorld(Scenarios.Load("motorway") with { Cast = [] });
        world.RunTo(60_000_000);
        var then = world.Vehicles.Count;
        world.RunTo(600_000_000);
        Assert.InRange(world.Vehicles.Count, 1, then * 3);
        Assert.Equal(world.Vehicles.Count, world.Net.Links.Sum(l => l.Vehicles.Count));
    }
}
