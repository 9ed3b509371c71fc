using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>The lanes of a scenario joined by the ways over its junctions.</summary>
internal sealed class RoadNet
{
    private readonly Dictionary<string, Link> byId = new(StringComparer.Ordinal);

    public RoadNet(Scenario scenario)
    {
        foreach (var lane in scenario.Lanes)
            Add(new(lane.Id, new(lane.Path), lane.WidthM, lane.Kmh / 3.6, lane.Only, lane.NoChangeM, isWay: false));
        foreach (var lane in scenario.Lanes)
        {
            var link = byId[lane.Id];
            link.Left = lane.Left is { } l ? byId[l] : null;
            link.Right = lane.Right is { } r ? byId[r] : null;
        }
        foreach (var way in scenario.Ways)
        {
            var (from, to) = (byId[way.From], byId[way.To]);
            var (end, fx, fy) = from.Path.At(from.Path.Length);
            var (start, tx, ty) = to.Path.At(0);
            var link = new Link(way.Id, Path.Curve(end, fx, fy, start, tx, ty), Math.Min(from.WidthM, to.WidthM), way.Kmh / 3.6, [], 0, isWay: true);
            Add(link);
            from.Next.Add((link, way.Share));
            link.Next.Add((to, 1));
        }
        foreach (var way in scenario.Ways) byId[way.Id].Yields.AddRange(way.Yields.Select(y => byId[y]));
        foreach (var line in scenario.Lines.Where(l => l.Kind == Domain.Scenes.LineKind.Stop))
        {
            var signal = scenario.Signals.FirstOrDefault(s => s.Id == line.Signal);
            foreach (var lane in scenario.Lanes.Where(l => line.Lanes.IsEmpty || line.Lanes.Contains(l.Id)))
                if (byId[lane.Id].Path.Cross(line.Points) is { } s) byId[lane.Id].Stop = (s, signal, line);
        }
    }

    /// <summary>Lanes first, in the scenario's order, then ways.</summary>
    public List<Link> Links { get; } = [];

    public Link this[string id] => byId[id];

    /// <summary>The lane under a vehicle's middle, whatever lane it belongs to: an overtaker drives in the oncoming one. Null over a junction and beside the road.</summary>
    public Link? LaneUnder(Vehicle vehicle, RoadPoint at) =>
        vehicle is { Link.IsWay: false, Part: null, SwerveM: 0 } ? vehicle.Link : Links.Find(l => !l.IsWay && l.Holds(at, out _));

    private void Add(Link link)
    {
        byId.Add(link.Id, link);
        Links.Add(link);
    }
}
