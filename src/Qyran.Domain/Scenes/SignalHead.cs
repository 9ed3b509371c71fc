using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>A signal head read from the picture: one region per lamp, raw pixels. A head may lack yellow.</summary>
public sealed record SignalHead(string Id, PixelBox Red, PixelBox? Yellow, PixelBox Green);
