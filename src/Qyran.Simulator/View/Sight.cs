using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>How an actor is seen in one frame.</summary>
/// <param name="Box">Tight outline of its projected mesh, clipped to the picture, raw px.</param>
/// <param name="Outline">Convex outline, not clipped.</param>
/// <param name="Visible">Share of the whole outline that is within the picture and not behind something nearer, 0…1.</param>
/// <param name="Air">Share of its light that the air lets through, 0…1; 1 in clear weather.</param>
/// <param name="Plate">Corners of the plate that looks at the camera when it is seen whole: top left, top right, bottom right, bottom left.</param>
internal sealed record Sight(Actor Actor, PixelBox Box, (double X, double Y)[] Outline, double Depth, double Visible, double Air, RawPixel[]? Plate);
