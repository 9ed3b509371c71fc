using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>A vehicle on its way. Owned and changed by <see cref="TrafficWorld"/> alone.</summary>
internal sealed class Vehicle(int id, BodyKind body, Driver driver, PlateText? plate, int look, CastPlan? part)
{
    public int Id => id;
    public BodyKind Body => body;
    public RoadUser Class => body.Class;
    public Driver Driver => driver;
    public PlateText? Plate => plate;

    /// <summary>Number from which the colour and small differences follow.</summary>
    public int Look => look;

    /// <summary>The part it plays; null = ordinary traffic.</summary>
    public CastPlan? Part => part;

    public required Link Link { get; set; }

    /// <summary>Middle of the footprint, m along its link, at the last whole step.</summary>
    public double S { get; set; }
    public double V { get; set; }

    /// <summary>Acceleration from the last whole step to the next, m/s².</summary>
    public double A { get; set; }

    /// <summary>The way it will take at the end of its lane.</summary>
    public Link? Route { get; set; }

    /// <summary>Where it changed lanes from: it still counts there until it is over.</summary>
    public Link? From { get; set; }

    /// <summary>Offset to the right of the lane's middle at the beginning of a lane change, m.</summary>
    public double SwerveM { get; set; }

    /// <summary>How far the lane change has come, µs of the time it takes.</summary>
    public double SwervedUs { get; set; }

    /// <summary>Made up its mind to pass the signal that has turned yellow.</summary>
    public bool Passing { get; set; }

    /// <summary>Until when a scripted stop goes on; null before it.</summary>
    public long? StoodUntilUs { get; set; }
    public long ThinkUs { get; set; }
    public bool Braking { get; set; }

    public double Front => S + (Body.LengthM / 2);
    public double Rear => S - (Body.LengthM / 2);

    /// <summary>Metres along after τ seconds of this step; a vehicle that comes to rest stays.</summary>
    public double Ahead(double tau) => A < 0 && V + (A * tau) < 0 ? V * V / (-2 * A) : (V * tau) + (0.5 * A * tau * tau);

    public double SpeedAfter(double tau) => Math.Max(0, V + (A * tau));

    /// <summary>What τ seconds of this step add to a lane change, µs. Whoever drives slowly changes by the way driven, so that nobody turns across the road or slides where it stands.</summary>
    public double Swerving(double tau) => V >= SwerveMs ? Math.Round(tau * 1e6) : Ahead(tau) / SwerveMs * 1e6;

    /// <summary>Sideways offset to the right, m, and its slope per metre driven, at a place τ seconds into this step.</summary>
    public (double Right, double Slope) Offset(double tau, double s)
    {
        var (right, slope) = (0.0, 0.0);
        if (SwerveM != 0)
        {
            var t = Math.Clamp((SwervedUs + Swerving(tau)) / (driver.ChangeS * 1e6), 0, 1);
            var (ease, speed) = Ease(t);
            right += SwerveM * (1 - ease);
            slope -= SwerveM * speed / driver.ChangeS / Math.Max(SwerveMs, V);
        }
        if (part is { Does: CastDeed.OvertakeOncoming or CastDeed.CrossLine or CastDeed.Stop, FromM: { } from } && part.ShiftM != 0 && Link.Id == part.Lane)
        {
            // out over some 25 m before the place, back within 25 m behind it
            var to = part.Does is CastDeed.Stop ? from + 1 : part.ToM ?? from;
            var (rise, dr) = Ease(Math.Clamp((s - from + Over) / Over, 0, 1));
            var (fall, df) = Ease(Math.Clamp((s - to) / Over, 0, 1));
            right += part.ShiftM * (rise - fall);
            slope += part.ShiftM * (dr - df) / Over;
        }
        return (right, slope);
    }

    /// <summary>Where it is τ seconds into this step: middle of the footprint and heading (unit).</summary>
    public (RoadPoint At, double Hx, double Hy) Pose(double tau)
    {
        var s = S + Ahead(tau);
        var (right, slope) = Offset(tau, s);
        var half = Body.LengthM * 0.3; // the axles follow the lane, not the middle
        var (front, _, _) = OnLinks(s + half);
        var (rear, _, _) = OnLinks(s - half);
        var (at, dx, dy) = OnLinks(s);
        var (cx, cy) = (front.X - rear.X, front.Y - rear.Y);
        var length = double.Hypot(cx, cy);
        if (length > 1e-9) (dx, dy) = (cx / length, cy / length);
        double mx = (at.X + ((front.X + rear.X) / 2)) / 2, my = (at.Y + ((front.Y + rear.Y) / 2)) / 2;
        var place = new RoadPoint(mx + (dy * right), my - (dx * right));
        var n = Math.Sqrt(1 + (slope * slope));
        return (place, (dx + (dy * slope)) / n, (dy - (dx * slope)) / n);
    }

    private const double Over = 25;

    /// <summary>A lane change takes its time at this speed and above, m/s.</summary>
    private const double SwerveMs = 5;

    private (RoadPoint At, double Dx, double Dy) OnLinks(double s)
    {
        if (s > Link.Path.Length && Route is { } next) return next.Path.At(s - Link.Path.Length);
        if (s < 0 && Before is { } before) return before.Path.At(before.Path.Length + s);
        return Link.Path.At(s);
    }

    /// <summary>The link it came from, for a heading without a jump.</summary>
    public Link? Before { get; set; }

    // smootherstep and its slope
    private static (double Value, double Slope) Ease(double t) =>
        (t * t * t * (10 + (t * (-15 + (6 * t)))), 30 * t * t * (1 + (t * (-2 + t))));
}
