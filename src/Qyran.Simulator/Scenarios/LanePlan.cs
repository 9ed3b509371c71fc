using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>A lane, driven from its first to its last point.</summary>
/// <param name="Kmh">What its drivers hold for the limit.</param>
/// <param name="Only">Classes that may use it; empty = all.</param>
/// <param name="Left">Neighbours in the same direction to which one may change; null = none.</param>
/// <param name="NoChangeM">No lane changes on this last part.</param>
public sealed record LanePlan(
    string Id, ImmutableArray<RoadPoint> Path, double WidthM, double Kmh, ImmutableArray<RoadUser> Only, string? Left, string? Right, double NoChangeM);
