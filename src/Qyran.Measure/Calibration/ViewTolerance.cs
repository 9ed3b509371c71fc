using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Measure.Speeds;

namespace Qyran.Measure.Calibration;

/// <summary>
/// How far a camera's view may move before the calibration gives wrong speeds. A shift of the whole picture by one pixel moves two road points
/// by different distances; per metre of way between them that is the speed's relative error: |(J(b) − J(a))·e| ÷ way, J metres of road
/// per pixel, e the direction of travel. On a flat road far ahead it is (Ya + Yb) ÷ (H·f). Pure.
/// </summary>
public static class ViewTolerance
{
    /// <summary>Error of a speed that a moved view may cause, share: what a good survey's own scale is worth.</summary>
    public const double SpeedShare = 0.01;

    /// <summary>Raw pixels, from the worst way of at least a measuring base between corners of one area; null where the areas hold none.</summary>
    public static double? Px(RoadCalibration calibration, ImmutableArray<Polygon> areas)
    {
        var worst = 0.0;
        foreach (var area in areas)
            for (var i = 0; i < area.Corners.Length; i++)
                for (var j = i + 1; j < area.Corners.Length; j++)
                    worst = Math.Max(worst, PerPixel(calibration, area.Corners[i], area.Corners[j]));
        return worst > 0 ? SpeedShare / worst : null;
    }

    private static double PerPixel(RoadCalibration calibration, RawPixel from, RawPixel to)
    {
        if (!calibration.TryRoad(from, out var a) || !calibration.TryRoad(to, out var b)) return 0;
        if (!calibration.TryJacobian(from, out var ja) || !calibration.TryJacobian(to, out var jb)) return 0;
        var way = a.DistanceTo(b);
        if (way < SpeedSettings.Default.MinimumBaseM) return 0;
        double ex = (b.X - a.X) / way, ey = (b.Y - a.Y) / way;
        return double.Hypot(((jb.Xx - ja.Xx) * ex) + ((jb.Yx - ja.Yx) * ey), ((jb.Xy - ja.Xy) * ex) + ((jb.Yy - ja.Yy) * ey)) / way;
    }
}
