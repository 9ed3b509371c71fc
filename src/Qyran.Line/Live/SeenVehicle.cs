using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Line.Live;

/// <summary>One road user in one frame.</summary>
/// <param name="Track">Unique within a connection; the passage's track.</param>
/// <param name="Box">Raw pixels.</param>
/// <param name="KmhNow">About how fast it drives now, km/h, for showing only: what counts is the passage's reading. Null where it is not known.</param>
/// <param name="PlateSoFar">Its plate as far as read by now, for showing only as well.</param>
public readonly record struct SeenVehicle(int Track, RoadUser Class, PixelBox Box, double? KmhNow, string? PlateSoFar);
