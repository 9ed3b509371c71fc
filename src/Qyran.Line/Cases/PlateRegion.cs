using Qyran.Domain.Geometry;

namespace Qyran.Line.Cases;

/// <summary>Where a vehicle's plate was seen best.</summary>
/// <param name="MediaUs">The frame it was seen in, on the source's clock, µs.</param>
/// <param name="Box">The plate in that frame, raw pixels.</param>
public sealed record PlateRegion(long MediaUs, PixelBox Box);
