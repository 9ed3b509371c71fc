namespace Qyran.Storage.Rows;

/// <summary>A stretch of which there is no video; µs since the Unix epoch, UTC.</summary>
/// <param name="Why">For people.</param>
public sealed record GapRow(string CameraId, long FromUs, long UntilUs, string Why);
