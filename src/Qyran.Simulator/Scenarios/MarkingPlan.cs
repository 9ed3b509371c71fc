using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>Paint on the road, not judged by itself (judged lines are <see cref="LinePlan"/>s).</summary>
/// <param name="Points">The middle of the paint; an arrow has its tail and head here; a zebra runs across the road along it.</param>
/// <param name="WidthM">Of solid, dashed and zebra; double lines and signs have their own.</param>
public sealed record MarkingPlan(MarkingKind Kind, ImmutableArray<RoadPoint> Points, double WidthM, double DashM, double GapM);
