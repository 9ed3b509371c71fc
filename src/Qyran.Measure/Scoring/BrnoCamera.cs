using Qyran.Measure.Calibration;

namespace Qyran.Measure.Scoring;

/// <summary>
/// A camera as the BrnoCompSpeed systems publish it: vanishing points along and across the road, the principal point, and a scale.
/// The scale belongs to a road plane drawn 10 px behind the picture's corner, as their evaluation does; see <see cref="ToRoad"/>.
/// </summary>
public sealed record BrnoCamera((double X, double Y) Along, (double X, double Y) Across, (double X, double Y) Centre, double Scale)
{
    /// <summary>
    /// Pixel → road metres: X across, Y along, foot of the camera at 0, w &gt; 0 on the road. Null where the vanishing points belong
    /// to no camera with square pixels.
    /// </summary>
    public Homography? ToRoad()
    {
        double ax = Along.X - Centre.X, ay = Along.Y - Centre.Y, bx = Across.X - Centre.X, by = Across.Y - Centre.Y;
        var f2 = -((ax * bx) + (ay * by));
        if (!(f2 > 0)) return null;
        var f = Math.Sqrt(f2);
        // unit vectors along and across the road and down, in camera axes
        var along = Unit(ax, ay, f);
        var across = Unit(bx, by, f);
        var down = Unit((ay * f) - (f * by), (f * bx) - (ax * f), (ax * by) - (ay * bx));
        if (down.Z < 0) down = (-down.X, -down.Y, -down.Z);
        // their plane: normal·p + 10 = 0 with the pixel plane through the origin, so the camera's height is normal·centre + 10
        var height = Scale * Math.Abs((down.X * Centre.X) + (down.Y * Centre.Y) + 10);
        if (!(height > 0)) return null;
        // road = height · (across·d, along·d) / (down·d) with d = (x − cx, y − cy, f)
        double C((double X, double Y, double Z) v) => (-v.X * Centre.X) - (v.Y * Centre.Y) + (v.Z * f);
        return new(
            height * across.X, height * across.Y, height * C(across), height * along.X, height * along.Y, height * C(along), down.X, down.Y, C(down));
    }

    private static (double X, double Y, double Z) Unit(double x, double y, double z)
    {
        var n = Math.Sqrt((x * x) + (y * y) + (z * z));
        return (x / n, y / n, z / n);
    }
}
