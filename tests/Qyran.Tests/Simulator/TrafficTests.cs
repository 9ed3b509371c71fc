using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
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
    public void Nobody_of_a_shipped_scenario_drives_or_walks_into_another(string name) => NobodyTouches(Scenarios.Load(name));

    // slow trucks in the way where a lane begins beside
    [Fact]
    public void Neighbouring_lanes_need_not_begin_side_by_side()
    {
        var road = Scenarios.Road("flows:\n  - { lane: up, per_hour: 700, mix: { car: 1 } }\ncast:" + string.Concat(Enumerable.Range(0, 3).Select(i => $"\n  - {{ at_s: {i * 25}, lane: up, class: truck, does: drive, kmh: 15 }}")))
            .Replace("path: [[2, -60], [2, 250]], kmh: 60 }", "path: [[2, -240], [2, 250]], kmh: 60, right: p }\n  - { id: p, path: [[5.5, 0], [5.5, 250]], kmh: 60, left: up }", StringComparison.Ordinal);
        NobodyTouches(Scenarios.Need(road) with { Seconds = 100 });
    }

    [Theory]
    [InlineData("bus")]
    [InlineData("truck")]
    public void What_is_too_wide_to_pass_who_stands_at_the_kerb_waits(string wide) => NobodyTouches(Scenarios.Need(Scenarios.Road(
        $"cast:\n  - {{ at_s: 0, lane: up, does: stop, from_m: 100, shift_m: 2.1, for_s: 15 }}\n  - {{ at_s: 4, lane: up, class: {wide}, does: drive }}")) with { Seconds = 40 });

    // 40 m before the end of its lane
    [Fact]
    public void Who_is_past_a_stop_line_far_before_the_junction_yields_at_the_junction()
    {
        var road = Scenarios.Road("""
            ways:
              - { from: up, to: far, kmh: 30, yields: [c, "c>cx"] }
              - { from: c, to: cx, kmh: 50 }
            lines:
              - { id: stop, kind: stop, points: [[0.2, 20], [4, 20]], lanes: [up] }
            flows:
              - { lane: up, per_hour: 500, mix: { car: 1 } }
              - { lane: c, per_hour: 600, mix: { car: 1 } }
            """).Replace("path: [[2, -60], [2, 250]], kmh: 60 }", "path: [[2, -60], [2, 60]], kmh: 60 }\n  - { id: far, path: [[2, 80], [2, 250]], kmh: 60 }\n"
            + "  - { id: c, path: [[-150, 70], [-10, 70]], kmh: 50 }\n  - { id: cx, path: [[14, 70], [150, 70]], kmh: 50 }", StringComparison.Ordinal);
        NobodyTouches(Scenarios.Need(road) with { Seconds = 120 });
    }

    [Fact]
    public void Who_changes_lanes_in_a_queue_neither_turns_across_the_road_nor_slides()
    {
        var (along, slid) = (1.0, 0.0);
        new TrafficWorld(Scenarios.Load("low-sun")).RunTo(40_000_000, world =>
        {
            foreach (var v in world.Vehicles.Where(v => v.SwerveM != 0 && !v.Link.IsWay))
            {
                var (at, hx, hy) = v.Pose(0);
                var (_, dx, dy) = v.Link.Path.At(v.S);
                along = Math.Min(along, (dx * hx) + (dy * hy));
                if (v is { V: 0, A: 0 }) slid = Math.Max(slid, v.Pose(0.02).At.DistanceTo(at));
            }
        });
        Assert.InRange(along, Math.Cos(25 * Math.PI / 180), 0.99);
        Assert.Equal(0, slid);
    }

    [Fact]
    public void Who_has_changed_lanes_goes_on_by_the_shares_of_the_ways()
    {
        var scenario = Scenarios.Load("junction");
        var taken = new HashSet<string>(StringComparer.Ordinal);
        new TrafficWorld(scenario with { Cast = [], Ways = [.. scenario.Ways.Select(w => w with { Share = 1 })] }).RunTo(60_000_000, world =>
        {
            foreach (var v in world.Vehicles)
                if (v is { From: not null, Route: { } way } && v.Link.Next.Count > 1) taken.Add(way.Id);
        });
        Assert.All((string[])["n2>n2x", "n2>e2x", "s2>s2x", "s2>w2x"], way => Assert.Contains(way, taken));
    }

    private static void NobodyTouches(Scenario scenario)
    {
        var world = new TrafficWorld(scenario);
        for (var us = 0L; us < scenario.Seconds * 1e6; us += 200_000)
        {
            world.RunTo(us);
            var feet = world.Vehicles.Select(v => new Footprint(v, v.Pose(0))).ToList();
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
            if (car.S > truck.S) passedAtY ??= car.Pose(0).At.Y;
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
    public void An_arrow_is_lit_in_its_part_of_the_cycle_and_blinks_at_its_end()
    {
        SignalArrow right = new(ArrowWay.Right, 13, 6, 2);
        var plan = new SignalPlan("s", new(0, 0), 5, 180, null, 10, 0, 2, 11, 1, 5, false) { Arrows = [right] };
        Assert.Equal((false, false, 18_000_000L), plan.Shows(right, 0));
        Assert.Equal((true, false, 22_000_000L), plan.Shows(right, 18_000_000));
        Assert.Equal((true, true, 24_000_000L), plan.Shows(right, 23_000_000));
        Assert.Equal((false, false, 42_000_000L), plan.Shows(right, 24_000_000));
        Assert.Equal(6_000_000, plan.FreeForUs(ArrowWay.Right, 18_000_000));
        Assert.Equal(1, plan.FreeForUs(ArrowWay.Right, 23_999_999));
        Assert.Equal(0, plan.FreeForUs(ArrowWay.Right, 24_000_000));
        Assert.Equal(0, plan.FreeForUs(ArrowWay.Left, 18_000_000));
        Assert.Equal(0, plan.FreeForUs(null, 18_000_000));
        // dark, lit, dark, lit: it goes out when it frees nobody any more
        Assert.Equal([22.0, 22.4, 23.0, 23.4], Enumerable.Range(0, 100).Select(i => 20 + (i / 10.0)).Where(s => plan.DarkAt(right, (long)(s * 1e6))).Select(s => Math.Round(s, 1)).Where((_, i) => i % 5 is 0 or 4));
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
