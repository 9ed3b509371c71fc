namespace Qyran.Domain.Geometry;

/// <summary>A point in the picture a perfect lens with the same camera matrix would give, pixels. Without a lens model equal to the raw pixel.</summary>
public readonly record struct UndistortedPixel(double X, double Y);
