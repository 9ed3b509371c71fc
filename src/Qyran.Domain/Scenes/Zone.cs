using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>An area that means something.</summary>
public sealed record Zone(string Id, ZoneKind Kind, Polygon Area);
