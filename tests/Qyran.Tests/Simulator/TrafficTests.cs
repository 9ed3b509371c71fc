using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
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

    public static TheoryData<string> Shipped() => Scenarios.Shipped();

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Nobody_of_a_shipped_scenario_drives_or_walks_into_another(string name)
    {
        var scenario = Scenarios.Load(name);
        var world = new TrafficWorld(scenario);
        for (var us = 0L; us < scenario.Seconds * 1e6; us += 200_000)
        {
            world.RunTo(us);
            var feet = world.Vehicles.Select(v => new Footprint(v, v.Pose(us, 0))).ToList();
            for (var i = 0; i < feet.Count; i++)
            {
                foreach (var person in world.People.Walkers)
                    Assert.False(feet[i].Holds(person.At), $"person {person.Id} is inside vehicle {feet[i].Of.Id} at {us / 1e6} s, {person.At}");
                for (var j = 0; j < i; j++)
                    Assert.False(feet[i].Meets(feet[j]), $"vehicles {feet[i].Of.Id} and {feet[j].Of.Id} touch at {us / 1e6} s, {feet[i].Place.At}");
            }
        }
    }

    private sealed record Footprint(Vehicle Of, (RoadPoint At, double Hx, double Hy) Place)
    {
        public bool Holds(RoadPoint p) => Math.Abs(Along(p, Place.Hx, Place.Hy)) < Of.Body.LengthM / 2 && Math.Abs(Along(p, -Place.Hy, Place.Hx)) < Of.Body.WidthM / 2;

        /// <summary>No line along a side of either lies between the two.</summary>
        public bool Meets(Footprint o) => !(Apart(o, Place.Hx, Place.Hy) || Apart(o, -Place.Hy, Place.Hx) || Apart(o, o.Place.Hx, o.Place.Hy) || Apart(o, -o.Place.Hy, o.Place.Hx));

        private bool Apart(Footprint o, double x, double y) => Math.Abs(Along(o.Place.At, x, y)) > Reach(x, y) + o.Reach(x, y);

        private double Along(RoadPoint p, double x, double y) => ((p.X - Place.At.X) * x) + ((p.Y - Place.At.Y) * y);

        private double Reach(double x, double y) =>
            (Of.Body.LengthM / 2 * Math.Abs((Place.Hx * x) + (Place.Hy * y))) + (Of.Body.WidthM / 2 * Math.Abs((Place.Hx * y) - (Place.Hy * x)));
    }

    [Fact]
    public void The_overtaker_passes_its_truck_within_sight_and_neither_brakes_for_it()
    {
        var scenario = Scenarios.Load("overtaker");
        double? passedAtY = null;
        var hardest = 0.0;
        new TrafficWorld(scenario).RunTo((long)(scenario.Seconds * 1e6), world =>
        {
            if (world.Vehicles.Find(v => v.Part?.Does is CastDeed.OvertakeOncoming) is not { } car || world.Vehicles.Find(v => v is { Class: RoadUser.Truck, Part: not null }) is not { } truck) return;
            if (car.S > truck.S) passedAtY ??= car.Pose(world.NowUs, 0).At.Y;
            hardest = Math.Min(hardest, Math.Min(car.A, truck.A));
        });
        Assert.InRange(passedAtY ?? 0, 30, 100);
        Assert.InRange(hardest, -1, 0);
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
        // green from 15 to 17 s blinks: lit, dark, lit, dark
        var dark = Enumerable.Range(0, 24 * 25).Where(i => plan.DarkAt(5_000_000 + (i * 40_000L))).Select(i => 5_000_000 + (i * 40_000L)).ToList();
        Assert.Equal(24, dark.Count);
        Assert.All(dark, us => Assert.True(us is >= 15_500_000 and < 16_000_000 or >= 16_500_000 and < 17_000_000, $"dark at {us} µs"));
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
