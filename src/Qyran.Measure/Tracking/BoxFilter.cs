using Qyran.Domain.Geometry;

namespace Qyran.Measure.Tracking;

/// <summary>
/// Constant-velocity Kalman filter of a box: centre, width and height, each on its own axis (the noise is diagonal, so the four
/// coordinates never mix and the closed form is exact). Noise is in box sizes, so near and far things are treated alike.
/// </summary>
internal struct BoxFilter
{
    // A thing's picture grows and shrinks far more slowly than it moves; its rate dies out within about a second unless confirmed
    private const double SizeShare = 0.3, SizeMemorySeconds = 1;
    // A newcomer may well be a third faster or slower than those before it
    private const double FlowTrust = 0.33;
    public AxisFilter X, Y, Width, Height;

    public readonly PixelBox Box
    {
        get
        {
            var (w, h) = (Math.Max(1, Width.Position), Math.Max(1, Height.Position));
            return new(X.Position - (w / 2), Y.Position - (h / 2), w, h);
        }
    }

    public static double Size(in PixelBox box) => Math.Sqrt(Math.Max(1, box.Area));

    /// <param name="flow">How others have moved through the picture.</param>
    public void Begin(in PixelBox box, FlowMemory flow, TrackerSettings settings)
    {
        var size = Size(box);
        var (noise, speed) = (settings.BoxNoise * size, settings.FirstVelocity * size);
        var deviation = speed;
        if (flow.TryUsual(box, out var vx, out var vy, out var spread))
            deviation = Math.Min(speed, Math.Max(spread, FlowTrust * double.Hypot(vx, vy)));
        X.Begin(box.X + (box.Width / 2), noise, deviation, vx);
        Y.Begin(box.Y + (box.Height / 2), noise, deviation, vy);
        Width.Begin(box.Width, noise, speed * SizeShare);
        Height.Begin(box.Height, noise, speed * SizeShare);
    }

    public void Predict(double dt, TrackerSettings settings)
    {
        var size = Size(Box);
        var q = settings.Manoeuvre * size * settings.Manoeuvre * size;
        var keep = Math.Exp(-dt / SizeMemorySeconds);
        X.Predict(dt, q);
        Y.Predict(dt, q);
        Width.Predict(dt, q * SizeShare * SizeShare, keep);
        Height.Predict(dt, q * SizeShare * SizeShare, keep);
    }

    /// <param name="doubt">How many times as far as usual the box may be off.</param>
    public void Update(in PixelBox box, TrackerSettings settings, double doubt = 1)
    {
        var noise = doubt * settings.BoxNoise * Size(box);
        var r = noise * noise;
        X.Update(box.X + (box.Width / 2), r);
        Y.Update(box.Y + (box.Height / 2), r);
        Width.Update(box.Width, r);
        Height.Update(box.Height, r);
    }

    /// <summary>Squared distance of a box's centre from the prediction in standard deviations.</summary>
    public readonly double Distance(in PixelBox box, TrackerSettings settings)
    {
        var noise = settings.BoxNoise * Size(box);
        var dx = box.X + (box.Width / 2) - X.Position;
        var dy = box.Y + (box.Height / 2) - Y.Position;
        return (dx * dx / (X.Variance + (noise * noise))) + (dy * dy / (Y.Variance + (noise * noise)));
    }
}
