using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring.Plates;

/// <summary>A plate in a picture, as somebody wrote it down.</summary>
/// <param name="Picture">The picture's file, as the labels name it.</param>
/// <param name="Text">As written; null where nobody wrote it down, never blank.</param>
/// <param name="Box">Null where the picture shows the plate alone.</param>
/// <param name="Note">Why somebody was unsure of it; null where nobody was.</param>
public sealed record PlateLabel(string Picture, string? Text, PixelBox? Box, string? Note);
