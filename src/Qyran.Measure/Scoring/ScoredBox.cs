using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring;

/// <summary>One box of one thing in one frame, of the truth or of a tracker's result.</summary>
/// <param name="Id">The same over a thing's whole track.</param>
/// <param name="Confidence">As written in the file; null where the format has none.</param>
public readonly record struct ScoredBox(int Frame, int Id, PixelBox Box, double? Confidence);
