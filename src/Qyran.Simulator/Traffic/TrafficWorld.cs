using Qyran.Domain.Detections;
using Qyran.Domain.Signals;

namespace Qyran.Simulator;

/// <summary>
/// All that moves, stepped in whole steps of 20 ms from the warm-up on. One thread, no clock, no shared chance: the same scenario
/// and seed give the same bits.
/// </summary>
internal sealed class TrafficWorld
{
    public const long StepUs = 20_000;
    private const double Dt = StepUs / 1e6;
    private readonly Scenario scenario;
    private readonly List<(CastPlan Plan, bool Entered)> cast;
    private readonly List<Arrivals> arrivals = [];
    private readonly VehicleMaker maker;

    /// <summary>Apart from those of the others, so that a lane change moves nobody else's choice.</summary>
    private readonly Dice changedWays;
    private int lastId;

    public TrafficWorld(Scenario scenario)
    {
        this.scenario = scenario;
        Net = new(scenario);
        maker = new(scenario);
        changedWays = Dice.For(scenario.Seed, "ways after a change");
        cast = [.. scenario.Cast.Select(c => (c, false))];
        for (var i = 0; i < scenario.Flows.Length; i++)
            if (scenario.Flows[i] is { PerHour: > 0 } flow) arrivals.Add(new(flow, Net[flow.Lane], Dice.For(scenario.Seed, $"flow {i} {flow.Lane}")));
        People = new(scenario, () => ++lastId);
        Relief = Relief.Of(scenario);
        NowUs = -(long)(scenario.WarmupS * 1e6) / StepUs * StepUs;
    }

    public RoadNet Net { get; }

    public Relief Relief { get; }

    public People People { get; }

    /// <summary>Vehicles on the road, in the order they came.</summary>
    public List<Vehicle> Vehicles { get; } = [];

    /// <summary>Beginning of the current step, µs from the first frame.</summary>
    public long NowUs { get; private set; }

    /// <summary>Steps until the given time lies within the current step.</summary>
    /// <param name="after">Called after every step.</param>
    public void RunTo(long us, Action<TrafficWorld>? after = null)
    {
        while (NowUs + StepUs <= us)
        {
            Step();
            after?.Invoke(this);
        }
    }

    private void Step()
    {
        Move();
        NowUs += StepUs;
        Enter();
        foreach (var v in Vehicles) Think(v);
        foreach (var v in Vehicles) v.A = Want(v);
        foreach (var v in Vehicles) v.Braking = v.A < -0.6 || v.V < 0.1;
        People.Step(NowUs, Dt);
    }

    private void Move()
    {
        for (var i = Vehicles.Count - 1; i >= 0; i--)
        {
            var v = Vehicles[i];
            var (ahead, speed) = (v.Ahead(Dt), v.SpeedAfter(Dt));
            if (v.SwerveM != 0) v.SwervedUs += v.Swerving(Dt);
            (v.S, v.V) = (v.S + ahead, speed);
            while (v.S >= v.Link.Path.Length)
            {
                if (v.Route is not { } next)
                {
                    if (v.Rear < v.Link.Path.Length) break; // rolls out straight on
                    v.Link.Vehicles.Remove(v);
                    Vehicles.RemoveAt(i);
                    break;
                }
                v.Link.Vehicles.Remove(v);
                v.S -= v.Link.Path.Length;
                (v.Before, v.Link) = (v.Link, next);
                v.From = null;
                v.Passing = false;
                v.Route = ChooseRoute(v, next, maker.Chance);
                Insert(next, v);
            }
        }
        foreach (var link in Net.Links) Sort(link.Vehicles);
    }

    // nearly sorted always
    private static void Sort(List<Vehicle> list)
    {
        for (var i = 1; i < list.Count; i++)
            for (var k = i; k > 0 && list[k].S > list[k - 1].S; k--) (list[k], list[k - 1]) = (list[k - 1], list[k]);
    }

    private static void Insert(Link link, Vehicle v)
    {
        var i = link.Vehicles.FindIndex(o => o.S < v.S);
        link.Vehicles.Insert(i < 0 ? link.Vehicles.Count : i, v);
    }

    /// <summary>The way on at the end of a lane: the part's, else by their shares; null where the lane just ends.</summary>
    internal static Link? ChooseRoute(Vehicle v, Link on, Dice chance)
    {
        if (on.Next.Count == 0) return null;
        if (v.Part?.Via is { } via && on.Next.FirstOrDefault(n => n.Item.Next.Any(l => l.Item.Id == via)).Item is { } wanted) return wanted;
        return on.Next.Count == 1 ? on.Next[0].Item : chance.Pick(on.Next);
    }

    private void Enter()
    {
        for (var i = 0; i < cast.Count; i++)
        {
            var (plan, entered) = cast[i];
            if (entered || NowUs < plan.AtS * 1e6) continue;
            var link = Net[plan.Lane];
            if (plan.Does is CastDeed.WrongWay)
                link = new Link(link.Id, link.Path.Reversed(), link.WidthM, link.SpeedMs, [], 0, isWay: false);
            var v = maker.Make(++lastId, plan.Class, link, plan);
            var wanted = plan.Kmh is { } kmh ? kmh / 3.6 : link.SpeedMs * v.Driver.Keenness;
            if (!Room(link, v, wanted))
            {
                lastId--;
                continue;
            }
            Place(v, wanted);
            cast[i] = (plan, true);
        }
        foreach (var flow in arrivals)
        {
            if (!flow.Due(NowUs)) continue;
            flow.Waiting ??= maker.Make(0, flow.Class(), flow.Link, null);
            var v = flow.Waiting;
            var wanted = flow.Link.SpeedMs * v.Driver.Keenness;
            if (!Room(flow.Link, v, wanted)) continue;
            Place(VehicleMaker.Numbered(v, ++lastId), wanted);
            flow.Done(NowUs);
        }
    }

    private void Place(Vehicle v, double wanted)
    {
        v.S = v.Body.LengthM / 2;
        var last = v.Link.Vehicles.Count > 0 ? v.Link.Vehicles[^1] : null;
        v.V = last is null ? wanted : Math.Min(wanted, Math.Max(last.V, Math.Sqrt(Math.Max(0, 2 * 1.5 * (last.Rear - v.Front - 3)))));
        v.ThinkUs = NowUs + (v.Id % 20 * StepUs);
        v.Route = ChooseRoute(v, v.Link, maker.Chance);
        Insert(v.Link, v);
        Vehicles.Add(v);
    }

    private static bool Room(Link link, Vehicle v, double wanted)
    {
        if (link.Vehicles.Count > 0 && !Free(link.Vehicles[^1].Rear, link.Vehicles[^1].V)) return false;
        // somebody still leaving this lane is still in the way
        foreach (var side in (ReadOnlySpan<Link?>)[link.Left, link.Right])
        {
            if (side is null) continue;
            foreach (var o in side.Vehicles)
                if (o.From == link && !Free(link.PlaceBeside(side, o.S) - (o.Body.LengthM / 2), o.V)) return false;
        }
        return true;

        bool Free(double rear, double speed) => rear - v.Body.LengthM > 3 + (0.9 * Math.Min(wanted, speed + 3));
    }

    private void Think(Vehicle v)
    {
        if (v.From is not null && v.SwervedUs > v.Driver.ChangeS * 0.65e6) v.From = null;
        if (v.SwerveM != 0 && v.SwervedUs > v.Driver.ChangeS * 1e6) v.SwerveM = 0;
        if (NowUs < v.ThinkUs) return;
        v.ThinkUs = NowUs + (20 * StepUs);
        LaneChange.Consider(v, changedWays);
    }

    /// <summary>Speed it would like here, with the slow ways ahead in mind.</summary>
    internal static double Wanted(Vehicle v)
    {
        var wanted = v.Part?.Kmh is { } kmh ? kmh / 3.6 : v.Link.SpeedMs * (v.Link.IsWay ? 1 : v.Driver.Keenness);
        if (v.Class is RoadUser.Truck or RoadUser.Bus && v.Part?.Kmh is null) wanted = Math.Min(wanted, 24);
        var (next, way) = (v.Route, v.Link.Path.Length - v.S);
        for (var i = 0; i < 2 && next is not null && way < 120; i++)
        {
            if (v.Part is not { Does: CastDeed.Speed or CastDeed.RunRed })
                wanted = Math.Min(wanted, Math.Sqrt((next.SpeedMs * next.SpeedMs) + (2 * 1.4 * Math.Max(0, way))));
            way += next.Path.Length;
            next = next.Next.Count == 1 ? next.Next[0].Item : null;
        }
        return wanted;
    }

    private double Want(Vehicle v)
    {
        var wanted = Wanted(v);
        var a = CarFollowing.Free(v.Driver, v.V, wanted);
        if (Leader(v) is { } ahead) a = Math.Min(a, CarFollowing.Behind(v.Driver, v.V, wanted, ahead.Gap, ahead.Speed, v.Driver.GapM));
        if (StopAt(v) is { } stop) a = Math.Min(a, CarFollowing.Behind(v.Driver, v.V, wanted, stop - v.Front, 0, 0.5));
        return Math.Max(a, v.V <= 0 ? 0 : -CarFollowing.HardestBraking);
    }

    /// <summary>Gap to and speed of what drives ahead, over the next links; null on a free road.</summary>
    internal static (double Gap, double Speed)? Leader(Vehicle v)
    {
        (double Gap, double Speed)? found = null;
        // goes out beside the lane and stays there; from the place on where it comes back it minds its own lane again
        if (v.Part is { Does: CastDeed.OvertakeOncoming or CastDeed.CrossLine, FromM: { } from, ToM: { } to } && v.Link.Id == v.Part.Lane && v.S > from - 22 && v.S < to)
            return null;
        Look(v.Link, v.S, 0);
        if (v.From is { } old) LookFrom(old);
        var (next, way) = (v.Route, v.Link.Path.Length);
        for (var i = 0; i < 3 && next is not null && way - v.S < 150 && found is null; i++)
        {
            Look(next, double.MinValue, way);
            way += next.Path.Length;
            next = next.Next.Count == 1 ? next.Next[0].Item : null;
        }
        return found;

        void Look(Link on, double behind, double offset)
        {
            for (var i = on.Vehicles.Count - 1; i >= 0; i--)
            {
                var o = on.Vehicles[i];
                if (o == v || o.S <= behind) continue;
                if (Beside(o)) continue;
                Nearer(o.Rear + offset - v.Front, o.V);
                break;
            }
            // somebody still leaving this lane is still in the way
            foreach (var side in (ReadOnlySpan<Link?>)[on.Left, on.Right])
            {
                if (side is null) continue;
                foreach (var o in side.Vehicles)
                {
                    if (o.From != on || o == v) continue;
                    var s = on.PlaceBeside(side, o.S);
                    if (s > behind) Nearer(s - (o.Body.LengthM / 2) + offset - v.Front, o.V);
                }
            }
        }

        // stands or swerves beside the lane with room for both bodies; or overtakes there, which whoever is overtaken does not mind
        bool Beside(Vehicle o)
        {
            if (o.Part is not { } part) return false;
            var room = part.Does is CastDeed.OvertakeOncoming ? 2 : ((o.Body.WidthM + v.Body.WidthM) / 2) + 0.2;
            return (part.Does is CastDeed.OvertakeOncoming or CastDeed.CrossLine || (part.Does is CastDeed.Stop && o.V < 0.5)) && Math.Abs(o.Offset(0, o.S).Right) > room;
        }

        void LookFrom(Link old)
        {
            var s = old.PlaceBeside(v.Link, v.S);
            foreach (var o in old.Vehicles)
                if (o.S > s) Nearer(o.Rear - (s + (v.Body.LengthM / 2)), o.V);
        }

        void Nearer(double gap, double speed)
        {
            if (found is null || gap < found.Value.Gap) found = (gap, speed);
        }
    }

    /// <summary>Where its front has to stop, m along its link; null when nothing asks for it.</summary>
    private double? StopAt(Vehicle v)
    {
        var at = v.Part is { Does: CastDeed.Stop } && v.Link.Id == v.Part.Lane ? Scripted(v) : null;
        if (v.Link.Stop is { } stop)
        {
            if (v.Part is { Does: CastDeed.RunRed or CastDeed.WrongWay }) return at;
            var past = v.Part is { Does: CastDeed.PastStopLine };
            var line = past ? stop.S + v.Body.LengthM + 1.2 : stop.S - 0.3;
            if (v.Front <= line + 0.05) return (Halted(v, stop, line) || MustYield(v)) && (at is null || line < at) ? line : at;
        }
        // without a stop line, or past it, one waits at the end of the lane for those who go first
        if (v.Route is { IsWay: true } && v.Front < v.Link.Path.Length && MustYield(v))
            at = at is { } a ? Math.Min(a, v.Link.Path.Length - 0.3) : v.Link.Path.Length - 0.3;
        return at;
    }

    private double? Scripted(Vehicle v)
    {
        if (v.Part is not { Does: CastDeed.Stop, FromM: { } place }) return null;
        if (v.StoodUntilUs is { } until) return NowUs < until ? place + (v.Body.LengthM / 2) : null;
        if (v.V < 0.05 && v.S > place - 3) v.StoodUntilUs = NowUs + (long)(v.Part.ForS * 1e6);
        return place + (v.Body.LengthM / 2);
    }

    private bool Halted(Vehicle v, (double S, SignalPlan? Signal, LinePlan Line) stop, double line)
    {
        if (stop.Signal is not { } signal) return false;
        var (state, _, next) = signal.Shows(NowUs);
        if (state is SignalState.Green)
        {
            v.Passing = false;
            return false;
        }
        if (v.Passing) return false;
        // who cannot be over while the arrow is lit stays
        if (signal.FreeForUs(v.Route?.Turn, NowUs) is > 0 and var free) return (line - v.Front) / Math.Max(2, v.V) > free / 1e6;
        if (state is SignalState.Yellow)
        {
            // who cannot stop with a firm foot any more drives on, and is over before red in every sane programme
            var need = (v.V * v.V / (2 * 3.2)) + (v.V * 0.25);
            if (line - v.Front < need && (line - v.Front) / Math.Max(0.5, v.V) < (next - NowUs) / 1e6)
            {
                v.Passing = true;
                return false;
            }
        }
        return true;
    }

    private static bool MustYield(Vehicle v)
    {
        if (v.Route is not { } way || way.Yields.Count == 0 || v.Link.Path.Length - v.Front > 25) return false;
        foreach (var first in way.Yields)
        {
            foreach (var o in first.Vehicles)
            {
                if (first.IsWay) return true;
                var left = first.Path.Length - o.Front;
                if (first.Stop is { Signal: { } } && o.V < 1) continue;
                if (left / Math.Max(2, o.V) < 5) return true;
            }
        }
        return false;
    }
}
