using Qyran.Domain.Geometry;

namespace Qyran.Domain.Detections;

/// <summary>One road user seen in one frame.</summary>
/// <param name="Box">Raw full-resolution pixels.</param>
/// <param name="Score">0…1, the detector's own confidence; the tracker treats high and low scores in two stages.</param>
/// <param name="Class">Unknown where the detector cannot tell.</param>
public readonly record struct Detection(PixelBox Box, float Score, RoadUser Class);
