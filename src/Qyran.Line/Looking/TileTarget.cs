using Qyran.Domain.Geometry;

namespace Qyran.Line.Looking;

/// <summary>Something that a closer look may show better.</summary>
/// <param name="Box">Where it is, raw pixels.</param>
/// <param name="Worth">How much a look at it is worth now: 1 for a small vehicle that drives and has not been looked at closely for a while.</param>
public readonly record struct TileTarget(PixelBox Box, double Worth);
