namespace Qyran.Domain.Geometry;

/// <summary>A point in the full-resolution picture as the camera delivers it: x right, y down, pixels; (0,0) is the top left corner of the top left pixel.</summary>
public readonly record struct RawPixel(double X, double Y);
