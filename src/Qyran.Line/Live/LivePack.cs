namespace Qyran.Line.Live;

/// <summary>What became of a case's evidence.</summary>
/// <param name="Path">The pack below the data folder, with forward slashes; null when there is none.</param>
/// <param name="Why">Why there is none; null when there is one.</param>
/// <param name="FromUs">First instant of its clip, µs UTC; the recordings of the span are protected.</param>
public sealed record LivePack(string CameraId, string CaseId, string? Path, string? Why, long FromUs, long UntilUs);
