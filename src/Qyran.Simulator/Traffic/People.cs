using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Signals;

namespace Qyran.Simulator;

/// <summary>People on foot: along paths, over crossings at green, or wandering over a square.</summary>
internal sealed class People
{
    private readonly Scenario scenario;
    private readonly Func<int> number;
    private readonly List<(PeoplePlan Plan, Path? Path, Dice Dice)> plans;
    private readonly long[] dueUs;

    public People(Scenario scenario, Func<int> number)
    {
        (this.scenario, this.number) = (scenario, number);
        plans = [.. scenario.People.Select((p, i) => (p, p.Path.IsEmpty ? null : new Path(p.Path), Dice.For(scenario.Seed, $"people {i}")))];
        dueUs = new long[plans.Count];
        Array.Fill(dueUs, long.MinValue);
    }

    public List<Walker> Walkers { get; } = [];

    public void Step(long nowUs, double dt)
    {
        for (var i = 0; i < plans.Count; i++)
        {
            var (plan, path, dice) = plans[i];
            if (dueUs[i] == long.MinValue)
            {
                for (var k = 0; k < plan.Count; k++) Walkers.Add(Begin(plan, path, dice, spread: true));
                dueUs[i] = nowUs + Gap(plan, dice);
            }
            else if (plan.PerMinute > 0 && nowUs >= dueUs[i])
            {
                Walkers.Add(Begin(plan, path, dice, spread: false));
                dueUs[i] = nowUs + Gap(plan, dice);
            }
        }
        foreach (var w in Walkers) Walk(w, plans[scenario.People.IndexOf(w.Plan)].Path, nowUs, dt);
        Walkers.RemoveAll(w => w.Gone);
    }

    private Walker Begin(PeoplePlan plan, Path? path, Dice dice, bool spread)
    {
        var w = new Walker(number(), plan, new Dice(dice.Next()));
        if (path is not null)
        {
            w.Back = dice.Unit() < 0.5;
            w.S = spread && plan.Signal is null ? dice.Between(0, path.Length) : w.Back ? path.Length : 0;
            w.Side = dice.Between(-plan.SpreadM, plan.SpreadM);
            Put(w, path);
        }
        else
        {
            w.At = Inside(plan.Area, dice);
            w.Goal = Inside(plan.Area, dice);
        }
        return w;
    }

    private void Walk(Walker w, Path? path, long nowUs, double dt)
    {
        w.At = w.Pose(dt);
        w.Walked += w.V * dt;
        if (path is not null)
        {
            w.S += (w.Back ? -w.V : w.V) * dt;
            if (w.S < 0 || w.S > path.Length)
            {
                w.Gone = true;
                return;
            }
            var waits = w.Plan.Signal is { } head && (w.Back ? w.S >= path.Length - 0.2 : w.S <= 0.2)
                && !MaySetOut(scenario.Signals.First(s => s.Id == head), nowUs, path.Length / w.Pace);
            w.V = waits ? 0 : w.Pace;
            Put(w, path);
            return;
        }
        var (dx, dy) = (w.Goal.X - w.At.X, w.Goal.Y - w.At.Y);
        var left = double.Hypot(dx, dy);
        if (left < 0.5)
        {
            w.V = 0;
            if (w.RestUntilUs == 0) w.RestUntilUs = nowUs + (long)(w.Dice.Unit() < 0.4 ? w.Dice.Between(2, 12) * 1e6 : 0);
            if (nowUs < w.RestUntilUs) return;
            w.RestUntilUs = 0;
            w.Goal = Inside(w.Plan.Area, w.Dice);
            return;
        }
        // turns towards the goal within half a second or so
        var (hx, hy) = (w.Hx + (dx / left * dt * 4), w.Hy + (dy / left * dt * 4));
        var n = Math.Max(1e-6, double.Hypot(hx, hy));
        (w.Hx, w.Hy, w.V) = (hx / n, hy / n, left < 1.5 ? w.Pace * 0.7 : w.Pace);
    }

    private static void Put(Walker w, Path path)
    {
        // the wider it walks of the path, the longer it takes round a corner
        var (at, dx, dy) = path.Rounded(w.S, Math.Max(1, Math.Abs(w.Side)));
        w.At = new(at.X + (dy * w.Side), at.Y - (dx * w.Side));
        (w.Hx, w.Hy) = w.Back ? (-dx, -dy) : (dx, dy);
    }

    /// <summary>A third of the way at green at least; where green is too short for that, its first half.</summary>
    private static bool MaySetOut(SignalPlan head, long nowUs, double seconds)
    {
        var (state, blinks, next) = head.Shows(nowUs);
        return state is SignalState.Green && !blinks && (next - nowUs) / 1e6 > Math.Min(seconds * 0.35, head.GreenS * 0.5);
    }

    private static long Gap(PeoplePlan plan, Dice dice) => plan.PerMinute > 0 ? (long)(dice.Exponential(60 / plan.PerMinute) * 1e6) : long.MaxValue / 4;

    private static RoadPoint Inside(ImmutableArray<RoadPoint> area, Dice dice)
    {
        double x0 = area.Min(p => p.X), x1 = area.Max(p => p.X), y0 = area.Min(p => p.Y), y1 = area.Max(p => p.Y);
        var polygon = new Polygon([.. area.Select(p => new RawPixel(p.X, p.Y))]);
        for (var i = 0; i < 200; i++)
        {
            var p = new RoadPoint(dice.Between(x0, x1), dice.Between(y0, y1));
            if (polygon.Contains(new(p.X, p.Y))) return p;
        }
        return area[0];
    }
}
