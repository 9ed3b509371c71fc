namespace Qyran.Storage.Traffic;

/// <summary>So many vehicles came in a stretch of time.</summary>
/// <param name="Bin">Number of the stretch since the wall clock's 1970.</param>
/// <param name="CameraId">Null where the counts are of one lane each.</param>
/// <param name="Lane">Scene id; null where none is known, and where the counts are of one camera each.</param>
public sealed record FlowCount(long Bin, string? CameraId, string? Lane, long Count);
