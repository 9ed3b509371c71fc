using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;

namespace Qyran.Simulator;

/// <summary>
/// Sees every violation as it happens, from the exact motion and not from the script, with the settings the scene gives its rules.
/// Only what happens within the camera's picture counts. One vehicle has one deed of a rule at most.
/// </summary>
internal sealed class DeedWatch(Scenario scenario, TrafficWorld world, Camera camera)
{
    private const double LeastMetres = 15;
    private readonly Dictionary<int, Watched> vehicles = [];
    private readonly HashSet<(string, int)> done = [];

    /// <summary>In the order they happened.</summary>
    public List<Deed> Deeds { get; } = [];

    private sealed class Watched
    {
        public required RoadPoint Middle, Front;
        public (LinePlan Line, SignalPlan Signal, long AtUs, double Metres)? Red;
        public long? StandsSinceUs;
        public double AgainstM, BusM;
        public long? AgainstUs, BusUs;
        public Dictionary<string, long> Counted { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>Called after every step.</summary>
    public void Step()
    {
        foreach (var v in world.Vehicles)
        {
            var (at, hx, hy) = v.Pose(world.NowUs, 0);
            var front = new RoadPoint(at.X + (hx * v.Body.LengthM / 2), at.Y + (hy * v.Body.LengthM / 2));
            if (!vehicles.TryGetValue(v.Id, out var was))
            {
                vehicles[v.Id] = new() { Middle = at, Front = front };
                continue;
            }
            if (world.NowUs >= 0) Watch(v, was, at, front, hx, hy);
            (was.Middle, was.Front) = (at, front);
        }
        if (vehicles.Count > world.Vehicles.Count * 2 + 50)
        {
            var there = world.Vehicles.Select(v => v.Id).ToHashSet();
            foreach (var gone in vehicles.Keys.Where(k => !there.Contains(k)).ToList()) vehicles.Remove(gone);
        }
    }

    private void Watch(Vehicle v, Watched was, RoadPoint at, RoadPoint front, double hx, double hy)
    {
        var moved = was.Middle.DistanceTo(at);
        foreach (var line in scenario.Lines)
        {
            if (line.Kind is LineKind.Solid && moved > 0 && Crosses(was.Middle, at, line) && camera.Sees(at)) Did("solid-line", v, world.NowUs);
            if (line.Kind is LineKind.Count && moved > 0 && Crosses(was.Front, front, line)) Counted(v, was, line);
            if (line.Kind is LineKind.Stop && line.Signal is { } head && moved > 0 && Crosses(was.Front, front, line) && v.Part is not { Does: CastDeed.WrongWay }
                && (line.Lanes.IsEmpty || line.Lanes.Contains(v.Link.Id) || (v.Before is { } b && line.Lanes.Contains(b.Id))) && camera.Sees(front))
            {
                var signal = scenario.Signals.First(s => s.Id == head);
                if (RedFor(signal, world.NowUs) > Setting("red-light", "grace_ms", 500) * 1000) was.Red = (line, signal, world.NowUs, 0);
            }
        }
        if (was.Red is { } red) AfterRed(v, was, red, moved);
        Against(v, was, at, hx, hy, moved);
        if (!v.Link.IsWay && !v.Link.Only.IsEmpty && !v.Link.Allows(v.Class) && camera.Sees(at))
        {
            was.BusUs ??= world.NowUs;
            was.BusM += moved;
            if (was.BusM >= LeastMetres) Did("bus-lane", v, was.BusUs.Value);
        }
        Standing(v, was, at);
    }

    private void AfterRed(Vehicle v, Watched was, (LinePlan Line, SignalPlan Signal, long AtUs, double Metres) red, double moved)
    {
        was.Red = red = red with { Metres = red.Metres + moved };
        if (red.Signal.Shows(world.NowUs).State is not (SignalState.Red or SignalState.RedYellow))
        {
            was.Red = null;
            return;
        }
        if (red.Metres > v.Body.LengthM + 3)
        {
            Did("red-light", v, red.AtUs);
            was.Red = null;
        }
        else if (v.V < 0.05)
        {
            was.StandsSinceUs ??= world.NowUs;
            if (world.NowUs - was.StandsSinceUs < Setting("stop-line", "dwell_ms", 2000) * 1000) return;
            Did("stop-line", v, was.StandsSinceUs.Value);
            was.Red = null;
        }
    }

    private void Against(Vehicle v, Watched was, RoadPoint at, double hx, double hy, double moved)
    {
        if (v.Part is not { Does: CastDeed.WrongWay or CastDeed.OvertakeOncoming }) return;
        foreach (var lane in world.Net.Links)
        {
            if (lane.IsWay) continue;
            var (s, right) = lane.Path.Project(at);
            if (s < 0 || s > lane.Path.Length || Math.Abs(right) > lane.WidthM / 2) continue;
            var (_, dx, dy) = lane.Path.At(s);
            if ((dx * hx) + (dy * hy) > -0.5 || !camera.Sees(at)) continue;
            was.AgainstUs ??= world.NowUs;
            was.AgainstM += moved;
            if (was.AgainstM >= Setting("wrong-way", "min_metres", 15)) Did("wrong-way", v, (was.AgainstUs.Value + world.NowUs) / 2);
            return;
        }
    }

    private void Standing(Vehicle v, Watched was, RoadPoint at)
    {
        if (v.Part is not { Does: CastDeed.Stop } || v.V > 0.05)
        {
            if (was.Red is null) was.StandsSinceUs = null;
            return;
        }
        was.StandsSinceUs ??= world.NowUs;
        var allowed = (long)(Setting("no-stopping", "allowed_s", 30) * 1_000_000);
        if (world.NowUs - was.StandsSinceUs <= allowed || !camera.Sees(at)) return;
        if (scenario.Zones.Any(z => z.Kind is ZoneKind.NoStopping && Inside(z, at))) Did("no-stopping", v, was.StandsSinceUs.Value + allowed);
    }

    private void Counted(Vehicle v, Watched was, LinePlan line)
    {
        was.Counted.TryAdd(line.Id, world.NowUs);
        foreach (var section in scenario.Sections.Where(s => s.ToLine == line.Id))
        {
            if (!was.Counted.TryGetValue(section.FromLine, out var since) || since < 0 || !camera.Sees(was.Front)) continue;
            var metres = Between(scenario.Lines.First(l => l.Id == section.FromLine), was.Front);
            if (metres / ((world.NowUs - since) / 1e6) * 3.6 > section.Kmh) Did("average-speed", v, world.NowUs);
        }
    }

    /// <summary>Metres from a section's first line to a place behind it, along a straight way across that line: sections are straight here.</summary>
    internal static double Between(LinePlan line, RoadPoint at)
    {
        var from = line.Points;
        double ax = from[^1].X - from[0].X, ay = from[^1].Y - from[0].Y;
        return Math.Abs(((at.X - from[0].X) * ay) - ((at.Y - from[0].Y) * ax)) / double.Hypot(ax, ay);
    }

    private void Did(string rule, Vehicle v, long atUs)
    {
        if (atUs >= 0 && done.Add((rule, v.Id))) Deeds.Add(new(rule, v.Id, atUs));
    }

    private double Setting(string rule, string name, double otherwise) =>
        scenario.Rules.FirstOrDefault(r => r.Rule == rule)?.Values.TryGetValue(name, out var v) == true ? (double)v : otherwise;

    /// <summary>µs since red began; 0 when it is not red.</summary>
    private static long RedFor(SignalPlan signal, long us)
    {
        var (state, _, next) = signal.Shows(us);
        if (state is SignalState.Red) return (long)(signal.RedS * 1e6) - (next - us);
        return state is SignalState.RedYellow ? (long)((signal.RedS + signal.RedYellowS) * 1e6) - (next - us) : 0;
    }

    private static bool Crosses(RoadPoint from, RoadPoint to, LinePlan line)
    {
        for (var i = 0; i + 1 < line.Points.Length; i++)
        {
            var (a, b) = (line.Points[i], line.Points[i + 1]);
            // half-open, so that a step that ends on the line and the next that begins on it cross once
            double Side(RoadPoint p) => ((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X));
            if (Side(from) >= 0 != Side(to) >= 0 && Path.Meet(from, to, a, b) is not null) return true;
        }
        return false;
    }

    private static bool Inside(ZonePlan zone, RoadPoint p) => new Polygon([.. zone.Area.Select(a => new RawPixel(a.X, a.Y))]).Contains(new(p.X, p.Y));
}
