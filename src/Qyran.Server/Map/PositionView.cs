using Qyran.Storage.Rows;

namespace Qyran.Server.Map;

/// <summary>Where a camera stands.</summary>
/// <param name="LatitudeDeg">WGS 84.</param>
internal sealed record PositionView(string Camera, double LatitudeDeg, double LongitudeDeg)
{
    public static PositionView Of(PositionRow row) => new(row.CameraId, row.LatitudeDeg, row.LongitudeDeg);
}
