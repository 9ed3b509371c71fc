using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Tests.Measure.Calibration;

namespace Qyran.Tests.Measure.Speeds;

/// <summary>A vehicle driving towards a synthetic camera along y, and how imperfectly it is seen. All defaults are perfect.</summary>
internal sealed record DrivenTrack(SyntheticView View, double SpeedMs)
{
    public double From { get; init; } = 65;
    public double Until { get; init; } = 16;
    public double X { get; init; } = 0.5;
    public double Acceleration { get; init; }

    /// <summary>By how much the acceleration changes, m/s³.</summary>
    public double AccelerationChange { get; init; }

    public double Fps { get; init; } = 25;

    /// <summary>Height of the seen "contact" over the road, m, up to an overhang of 0.9 m; and of the road over its plane, far and near.</summary>
    public double Clearance { get; init; }
    public double BulgeFar { get; init; }
    public double BulgeNear { get; init; }

    public double NoisePx { get; init; }
    public double Correlation { get; init; }
    public double JitterUs { get; init; }
    public Func<double> Normal { get; init; } = () => 0;
    public DateTimeOffset? StartUtc { get; init; }

    public Track Make()
    {
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        double nx = 0, ny = 0;
        for (var frame = 0; frame < 2000; frame++)
        {
            var t = frame / Fps;
            var y = From - (SpeedMs * t) - (Acceleration * t * t / 2) - (AccelerationChange * t * t * t / 6);
            if (y < Until || y > From + 0.001) break;
            var distance = double.Hypot(X, y);
            var bulge = BulgeNear + ((BulgeFar - BulgeNear) * (y - Until) / (From - Until));
            // a point z over the plane is seen on it farther off by z·d/(H − z)
            var beyond = Math.Min(0.9, Clearance * distance / (View.Height - Clearance)) + (bulge * distance / (View.Height - bulge));
            var seen = View.Pixel(X * (distance + beyond) / distance, y * (distance + beyond) / distance);
            var fresh = Math.Sqrt(1 - (Correlation * Correlation));
            (nx, ny) = frame == 0 ? (Normal(), Normal()) : ((Correlation * nx) + (fresh * Normal()), (Correlation * ny) + (fresh * Normal()));
            var box = new PixelBox(seen.X + (NoisePx * nx) - 20, seen.Y + (NoisePx * ny) - 30, 40, 30);
            var us = (long)((t * 1e6) + (JitterUs * Normal()));
            points.Add(new(frame, new(us, null, StartUtc is { } s ? (s - DateTimeOffset.UnixEpoch).Ticks / 10 : null, TimeQuality.Exact), box, box, 1));
        }
        return new(1, RoadUser.Car, points.ToImmutable());
    }
}
