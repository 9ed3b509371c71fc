using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>A lane, or a way over a junction, as the traffic drives it.</summary>
internal sealed class Link(string id, Path path, double widthM, double speedMs, ImmutableArray<RoadUser> only, double noChangeM, bool isWay)
{
    public string Id => id;
    public Path Path => path;
    public double WidthM => widthM;
    public double SpeedMs => speedMs;
    public ImmutableArray<RoadUser> Only => only;
    public double NoChangeM => noChangeM;

    /// <summary>True for a way over a junction, which is no lane of the scene.</summary>
    public bool IsWay => isWay;

    /// <summary>The turn that a way over a junction is; null = a lane.</summary>
    public ArrowWay? Turn { get; } = isWay ? TurnOf(path) : null;

    public Link? Left { get; set; }
    public Link? Right { get; set; }

    /// <summary>Where one waits and for which signal, m along; null = nowhere.</summary>
    public (double S, SignalPlan? Signal, LinePlan Line)? Stop { get; set; }

    public List<(Link Item, double Share)> Next { get; } = [];
    public List<Link> Yields { get; } = [];

    /// <summary>Vehicles on it, the foremost first.</summary>
    public List<Vehicle> Vehicles { get; } = [];

    /// <summary>Whether a place lies in its strip.</summary>
    /// <param name="s">m along.</param>
    public bool Holds(RoadPoint at, out double s)
    {
        (s, var right) = path.Project(at);
        return s >= 0 && s <= path.Length && Math.Abs(right) <= widthM / 2;
    }

    /// <summary>Metres along this link beside a place of a neighbour; the very same number where both begin side by side and run alike.</summary>
    /// <param name="s">m along the neighbour.</param>
    public double PlaceBeside(Link neighbour, double s)
    {
        var here = path.Project(neighbour.Path.At(s).At).S;
        return Math.Abs(here - s) < 1e-6 ? s : here;
    }

    private static ArrowWay TurnOf(Path path)
    {
        const double straight = 0.5; // sine of 30°
        var (_, ax, ay) = path.At(0);
        var (_, bx, by) = path.At(path.Length);
        return ((ax * by) - (ay * bx), (ax * bx) + (ay * by)) switch
        {
            ( > straight, _) => ArrowWay.Left,
            ( < -straight, _) => ArrowWay.Right,
            (_, > 0) => ArrowWay.Straight,
            _ => ArrowWay.Left,
        };
    }

    public bool Allows(RoadUser user) => only.IsEmpty || only.Contains(user);
}
