using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>A lane as seen in the picture.</summary>
/// <param name="Area">Raw pixels; a vehicle is in the lane when its contact point is.</param>
/// <param name="From">Tail and</param><param name="To">head of an arrow in the lawful direction, raw pixels; null when both directions are lawful.</param>
/// <param name="Only">Classes that may use it; empty = all.</param>
public sealed record Lane(string Id, Polygon Area, RawPixel? From, RawPixel? To, ImmutableArray<Detections.RoadUser> Only);
