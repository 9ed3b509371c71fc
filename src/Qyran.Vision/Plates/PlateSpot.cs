using Qyran.Domain.Plates;

namespace Qyran.Vision.Plates;

/// <summary>A place that looks like a plate.</summary>
/// <param name="Quad">Its corners, pixels of the picture that was searched.</param>
/// <param name="Score">0 to 1.</param>
public readonly record struct PlateSpot(PlateQuad Quad, double Score);
