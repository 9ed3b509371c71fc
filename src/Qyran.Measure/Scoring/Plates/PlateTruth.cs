using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring.Plates;

/// <summary>A plate that is in a picture.</summary>
/// <param name="Text">Capital letters and digits; null where nobody wrote it down.</param>
/// <param name="Box">Null in a picture that shows the plate alone.</param>
public sealed record PlateTruth(string? Text, PixelBox? Box);
