namespace Qyran.Simulator;

/// <summary>
/// MOBIL: change when it helps and nobody behind has to brake hard (A. Kesting, M. Treiber, D. Helbing, "General lane-changing model
/// MOBIL for car-following models", TRR 1999, 2007).
/// </summary>
internal static class LaneChange
{
    private const double Politeness = 0.25;
    private const double Threshold = 0.25;
    private const double SafeBraking = 2.5;

    /// <param name="ways">For the way from the end of the new lane.</param>
    public static void Consider(Vehicle v, Dice ways)
    {
        if (v.Link.IsWay || v.SwerveM != 0 || v.V < 4 || v.Part is { Does: not (CastDeed.Drive or CastDeed.Speed) }) return;
        if (v.S < 12 || v.Link.Path.Length - v.S < v.Link.NoChangeM + 10) return;
        var own = Acceleration(v, v.Link, TrafficWorld.Leader(v));
        var (best, gain) = ((Link?)null, Threshold);
        foreach (var side in (ReadOnlySpan<Link?>)[v.Link.Left, v.Link.Right])
        {
            if (side is null || !side.Allows(v.Class)) continue;
            if (v.Part?.Via is not null && !side.Next.Any(n => n.Item.Next.Any(l => l.Item.Id == v.Part.Via))) continue;
            var (s, right) = side.Path.Project(v.Link.Path.At(v.S).At);
            if (Math.Abs(right) > 6 || s < 10 || s > side.Path.Length - side.NoChangeM) continue;
            var (ahead, behind) = Neighbours(side, v, s);
            if (ahead is { } a && a.Rear - s - (v.Body.LengthM / 2) < 3) continue;
            var there = Acceleration(v, side, ahead is { } l ? (l.Rear - s - (v.Body.LengthM / 2), l.V) : null);
            var cost = 0.0;
            if (behind is { } b)
            {
                var gap = s - (v.Body.LengthM / 2) - b.Front;
                if (gap < 3) continue;
                var after = CarFollowing.Behind(b.Driver, b.V, TrafficWorld.Wanted(b), gap, v.V, b.Driver.GapM);
                if (after < -SafeBraking) continue;
                cost = Math.Max(0, b.A - after);
            }
            var better = there - own - (Politeness * cost) + (side == v.Link.Right ? 0.1 : -0.1); // keep right
            if (better > gain) (best, gain) = (side, better);
        }
        if (best is not null) Change(v, best, ways);
    }

    private static void Change(Vehicle v, Link to, Dice ways)
    {
        var at = v.Link.Path.At(v.S).At;
        var (s, right) = to.Path.Project(at);
        v.Link.Vehicles.Remove(v);
        (v.From, v.Link, v.S) = (v.Link, to, s);
        (v.SwerveM, v.SwervedUs, v.Before) = (right, 0, null);
        var i = to.Vehicles.FindIndex(o => o.S < v.S);
        to.Vehicles.Insert(i < 0 ? to.Vehicles.Count : i, v);
        v.Route = TrafficWorld.ChooseRoute(v, to, ways);
    }

    private static double Acceleration(Vehicle v, Link on, (double Gap, double Speed)? ahead)
    {
        var wanted = v.Part?.Kmh is { } kmh ? kmh / 3.6 : on.SpeedMs * v.Driver.Keenness;
        return ahead is { } a ? CarFollowing.Behind(v.Driver, v.V, wanted, a.Gap, a.Speed, v.Driver.GapM) : CarFollowing.Free(v.Driver, v.V, wanted);
    }

    private static (Vehicle? Ahead, Vehicle? Behind) Neighbours(Link on, Vehicle v, double s)
    {
        Vehicle? ahead = null, behind = null;
        foreach (var o in on.Vehicles)
        {
            if (o == v) continue;
            if (o.S >= s) ahead = o;
            else
            {
                behind = o;
                break;
            }
        }
        return (ahead, behind);
    }
}
