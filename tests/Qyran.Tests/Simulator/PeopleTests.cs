using Qyran.Domain.Geometry;
using Qyran.Simulator;

namespace Qyran.Tests.Simulator;

/// <summary>People on foot: steadily along their path, over a crossing at green.</summary>
public sealed class PeopleTests
{
    [Fact]
    public void Nobody_jumps_where_a_path_bends()
    {
        var world = new TrafficWorld(Scenarios.Need(Scenarios.Road("people:\n  - { path: [[6, 10], [6, 40], [30, 40], [20, 30]], per_minute: 60, count: 10 }")));
        var (last, farthest) = (new Dictionary<int, RoadPoint>(), 0.0);
        world.RunTo(60_000_000, w =>
        {
            foreach (var walker in w.People.Walkers)
            {
                if (last.TryGetValue(walker.Id, out var was)) farthest = Math.Max(farthest, was.DistanceTo(walker.At));
                last[walker.Id] = walker.At;
            }
        });
        Assert.InRange(farthest, 0.03, 0.1);
    }

    [Fact]
    public void Where_green_is_short_for_the_way_people_cross_all_the_same()
    {
        var world = new TrafficWorld(Scenarios.Need(Scenarios.Road("""
            people:
              - { path: [[-9.4, 40], [9.4, 40]], per_minute: 30, signal: walk }
            signals:
              - { id: walk, at: [-10, 41], facing_deg: 90, green_s: 4, yellow_s: 0, red_s: 10, red_yellow_s: 0, for_people: yes }
            """)));
        world.RunTo(120_000_000);
        Assert.InRange(world.People.Walkers.Count, 1, 35);
    }
}
