using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Measure.Calibration;
using Qyran.Measure.Lanes;

namespace Qyran.Measure.Speeds;

/// <summary>
/// How the place that is followed moves along the body as the view turns. The middle of a box's lower edge lies in the direction of the body's middle, but as near as
/// its nearest corner: of a car that crosses the picture 65 m away the way is seen 0.9 m nearer than it is driven, and its speed 1.4 % too low.
/// </summary>
internal static class BoxShift
{
    /// <summary>A body is full as wide and as long up to this share of its height; above, it narrows.</summary>
    private const double FullTo = 0.5;

    /// <summary>Least height of the camera over that, m.</summary>
    private const double LeastOver = 0.5;

    /// <summary>Rounds in which the body is moved under its box; what is left is far below a millimetre.</summary>
    private const int Rounds = 4;

    /// <summary>Expected excess of a speed that is a linear function of the positions, m/s; null where the body stands where no road is seen.</summary>
    /// <param name="functional">Speed along the travel = Σ functional[i] · way[i]; its parts sum to 0.</param>
    /// <param name="dx">Unit vector of travel.</param>
    public static double? Through(ReadOnlySpan<double> functional, ImmutableArray<RoadPoint> roads, double dx, double dy, BodySize body, CameraPose pose, in Homography toRoad)
    {
        var toPicture = toRoad.Inverse();
        double sum = 0;
        for (var i = 0; i < functional.Length; i++)
        {
            if (functional[i] == 0) continue;
            var middle = roads[i];
            for (var round = 0; round < Rounds; round++)
            {
                if (Contact(middle, dx, dy, body, pose, toRoad, toPicture) is not { } contact) return null;
                middle = new(middle.X + roads[i].X - contact.X, middle.Y + roads[i].Y - contact.Y);
            }
            sum += functional[i] * (((roads[i].X - middle.X) * dx) + ((roads[i].Y - middle.Y) * dy));
        }
        return sum;
    }

    /// <summary>Where on the road the middle of the lower edge of a body's box is seen.</summary>
    private static RoadPoint? Contact(RoadPoint middle, double dx, double dy, BodySize body, CameraPose pose, in Homography toRoad, in Homography toPicture)
    {
        double left = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        // what stands z over the road is seen on it H/(H − z) as far from the camera's foot
        var over = pose.HeightM / Math.Max(LeastOver, pose.HeightM - (FullTo * body.Height));
        for (var corner = 0; corner < 8; corner++)
        {
            double along = ((corner & 1) - 0.5) * body.Length, across = (((corner & 2) / 2) - 0.5) * body.Width, far = (corner & 4) == 0 ? 1 : over;
            double x = middle.X + (along * dx) - (across * dy), y = middle.Y + (along * dy) + (across * dx);
            var (u, v) = toPicture.Map(pose.Foot.X + ((x - pose.Foot.X) * far), pose.Foot.Y + ((y - pose.Foot.Y) * far), out var w);
            if (!(w > 0)) return null;
            (left, right, bottom) = (Math.Min(left, u), Math.Max(right, u), Math.Max(bottom, v));
        }
        return RoadCalibration.TryRoad(new UndistortedPixel((left + right) / 2, bottom), toRoad, out var road) ? road : null;
    }
}
