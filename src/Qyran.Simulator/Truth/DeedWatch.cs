using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Signals;

namespace Qyran.Simulator;

/// <summary>
/// Sees every violation as it happens, from the exact motion and not from the script, with the settings the scene gives its rules.
/// Only what happens within the camera's picture counts, and no farther than the weather lets one see. One vehicle has one deed of a rule at most.
/// </summary>
/// <param name="scene">What this camera's system is told: nobody is accused over a line that it leaves out.</param>
internal sealed class DeedWatch(Scenario scenario, TrafficWorld world, Camera camera, Scene scene)
{
    /// <summary>Those of the scene, and all count lines: sections lie between cameras.</summary>
    private readonly ImmutableArray<LinePlan> lines = [.. scenario.Lines.Where(l => l.Kind is LineKind.Count || scene.Lines.Any(s => s.Id == l.Id))];
    private readonly RuleValues values = new(scenario.Rules);
    private readonly ReservedHours reserved = new(new(scenario.Rules));
    private readonly Dictionary<int, Watched> vehicles = [];
    private readonly HashSet<(string, int)> done = [];

    /// <summary>In the order they happened.</summary>
    public List<Deed> Deeds { get; } = [];

    /// <summary>As the camera stands now: one on a mount that moves sees something else with every frame.</summary>
    public Camera Camera { get; set; } = camera;

    private sealed class Watched
    {
        public required RoadPoint Middle, Front;

        /// <summary>In which lane it was last: from there it comes over a line.</summary>
        public string? Lane;
        public RedCrossing? Red;
        public long? StandsSinceUs;
        public long WaitedUs;
        public Stay? Against, Bus;
        public Dictionary<string, long> Counted { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>A stop line crossed at red, and what that may still come to.</summary>
    /// <param name="Metres">Driven since.</param>
    /// <param name="Runs">Red has been shown for long enough, and is, for the red-light rule.</param>
    /// <param name="Stops">The same for the stop-line rule, which has settings of its own.</param>
    private sealed record RedCrossing(SignalPlan Signal, long AtUs, double Metres, bool Runs, bool Stops);

    /// <summary>Where it may not be, without a break: since when and over how many metres.</summary>
    private sealed record Stay(long SinceUs, double Metres);

    /// <summary>Called after every step.</summary>
    public void Step()
    {
        foreach (var v in world.Vehicles)
        {
            var (at, hx, hy) = v.Pose(0);
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
        foreach (var line in lines)
        {
            if (line.Kind is LineKind.Solid && moved > 0 && Crosses(was.Middle, at, line) && (line.Lanes.IsEmpty || (was.Lane is { } came && line.Lanes.Contains(came))) && SeesLine(at))
                Did("solid-line", v, world.NowUs);
            if (line.Kind is LineKind.Count && moved > 0 && Crosses(was.Front, front, line)) Counted(v, was, line);
            if (line.Kind is LineKind.Stop && line.Signal is { } head && moved > 0 && Crosses(was.Front, front, line) && v.Part is not { Does: CastDeed.WrongWay }
                && HoldsFor(line, v) && SeesLine(front))
            {
                var signal = scenario.Signals.First(s => s.Id == head);
                bool Longer(string rule) => RedFor(signal, world.NowUs, values.Yes(rule, "red_yellow")) > values.Us(rule, "grace_ms") && !Freed(v, signal, values.Us(rule, "grace_ms"));
                was.Red = new(signal, world.NowUs, 0, Longer("red-light"), Longer("stop-line"));
            }
        }
        if (was.Red is { } red) AfterRed(v, was, red with { Metres = red.Metres + moved });
        was.Against = Stays(was.Against, Opposed(v, at, hx, hy) && Sees(at), moved);
        if (was.Against is { } against && Enough("wrong-way", against)) Did("wrong-way", v, (against.SinceUs + world.NowUs) / 2);
        var lane = world.Net.LaneUnder(v, at);
        was.Lane = lane?.Id ?? was.Lane;
        was.Bus = Stays(was.Bus, lane?.Allows(v.Class) is false && Sees(at) && reserved.HoldAt(scenario.StartUtc.AddMicroseconds(world.NowUs)), moved);
        if (was.Bus is { } bus && Enough("bus-lane", bus)) Did("bus-lane", v, bus.SinceUs);
        Standing(v, was, at);
    }

    private bool Sees(RoadPoint at) => Camera.Sees(at, scenario.Weather.SightM);

    /// <summary>The same where a line is crossed: those of the scene end before.</summary>
    private bool SeesLine(RoadPoint at) => Sees(at) && at.DistanceTo(Camera.Plan.At) < SceneMaker.FarthestM;

    /// <summary>True of a stop line for all lanes, and for the vehicle's lane or the one it comes from.</summary>
    private static bool HoldsFor(LinePlan line, Vehicle v) => line.Lanes.IsEmpty || line.Lanes.Contains(v.Link.Id) || (v.Before is { } b && line.Lanes.Contains(b.Id));

    private void AfterRed(Vehicle v, Watched was, RedCrossing red)
    {
        var state = red.Signal.Shows(world.NowUs).State;
        bool Forbids(string rule) => state is SignalState.Red || (state is SignalState.RedYellow && values.Yes(rule, "red_yellow"));
        var freed = Freed(v, red.Signal, 0);
        red = red with { Runs = red.Runs && !freed && Forbids("red-light"), Stops = red.Stops && !freed && Forbids("stop-line") };
        was.Red = red.Runs || red.Stops ? red : null;
        if (was.Red is null) return;
        if (red.Metres > v.Body.LengthM + values.Metres("red-light", "on_metres"))
        {
            if (red.Runs) Did("red-light", v, red.AtUs);
            was.Red = null;
        }
        else if (v.V >= 0.05)
        {
            was.StandsSinceUs = null;
        }
        else if (red.Stops)
        {
            was.StandsSinceUs ??= world.NowUs;
            if (world.NowUs - was.StandsSinceUs < values.Us("stop-line", "dwell_ms")) return;
            Did("stop-line", v, was.StandsSinceUs.Value);
            was.Red = null;
        }
    }

    /// <summary>True when an arrow frees the turn that the vehicle takes, or did so less than the grace time ago.</summary>
    private bool Freed(Vehicle v, SignalPlan signal, long graceUs)
    {
        var turn = (v.Link.IsWay ? v.Link : v.Route)?.Turn;
        return signal.FreeForUs(turn, world.NowUs) > 0 || signal.FreeForUs(turn, world.NowUs - graceUs) > 0;
    }

    private Stay? Stays(Stay? was, bool there, double moved) => !there ? null : was is null ? new(world.NowUs, moved) : was with { Metres = was.Metres + moved };

    private bool Enough(string rule, Stay stay) => stay.Metres >= values.Metres(rule, "min_metres") && world.NowUs - stay.SinceUs >= values.Us(rule, "min_ms");

    /// <summary>True when it drives against a lane's way, and on no lane and no way over a junction that leads where it goes.</summary>
    private bool Opposed(Vehicle v, RoadPoint at, double hx, double hy)
    {
        if (v is { Part: null, SwerveM: 0 }) return false; // keeps to its own lane or way, as nearly everybody does
        var against = false;
        foreach (var link in world.Net.Links)
        {
            if (!link.Holds(at, out var s)) continue;
            var (_, dx, dy) = link.Path.At(s);
            var along = (dx * hx) + (dy * hy);
            if (along > 0.5) return false;
            against |= along < -0.5 && !link.IsWay;
        }
        return against;
    }

    private void Standing(Vehicle v, Watched was, RoadPoint at)
    {
        if (v.Part is not { Does: CastDeed.Stop } || v.V > 0.05)
        {
            if (was.Red is null) was.StandsSinceUs = null;
            was.WaitedUs = 0;
            return;
        }
        if (was.StandsSinceUs is null) was.StandsSinceUs = world.NowUs;
        else if (Waits(v)) was.WaitedUs += TrafficWorld.StepUs;
        var allowed = (values.Us("no-stopping", "allowed_s") * 1000) + was.WaitedUs;
        if (world.NowUs - was.StandsSinceUs <= allowed || !Sees(at)) return;
        if (scenario.Zones.Any(z => z.Kind is ZoneKind.NoStopping && Inside(z, at))) Did("no-stopping", v, was.StandsSinceUs.Value + allowed);
    }

    /// <summary>True while its lane's signal is not green and a while after, for the queue: that is no stopping, unless the settings say otherwise.</summary>
    private bool Waits(Vehicle v)
    {
        if (!values.Yes("no-stopping", "red_excuses") || v.Link.Stop is not { Signal: { } signal } stop || !lines.Contains(stop.Line)) return false;
        for (var us = world.NowUs - (values.Us("no-stopping", "after_red_s") * 1000); us <= world.NowUs; us = signal.Shows(us).NextUs)
            if (signal.Shows(us).State is not SignalState.Green) return true;
        return false;
    }

    private void Counted(Vehicle v, Watched was, LinePlan line)
    {
        was.Counted.TryAdd(line.Id, world.NowUs);
        foreach (var section in scenario.Sections.Where(s => s.ToLine == line.Id))
        {
            if (!was.Counted.TryGetValue(section.FromLine, out var since) || since < 0 || !Sees(was.Front)) continue;
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

    /// <summary>µs since red began; 0 when it is not red.</summary>
    /// <param name="redYellow">Whether red with yellow is red.</param>
    private static long RedFor(SignalPlan signal, long us, bool redYellow)
    {
        var (state, _, next) = signal.Shows(us);
        if (state is SignalState.Red) return (long)(signal.RedS * 1e6) - (next - us);
        return redYellow && state is SignalState.RedYellow ? (long)((signal.RedS + signal.RedYellowS) * 1e6) - (next - us) : 0;
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
