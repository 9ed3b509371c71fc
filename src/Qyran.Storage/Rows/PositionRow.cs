namespace Qyran.Storage.Rows;

/// <summary>Where a camera stands.</summary>
/// <param name="LatitudeDeg">WGS 84.</param>
public sealed record PositionRow(string CameraId, double LatitudeDeg, double LongitudeDeg);
