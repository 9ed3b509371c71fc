using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>A line of the scene, in road metres. At a stop line the traffic of the lanes it crosses waits for its signal and for those it yields to; without either it drives on.</summary>
/// <param name="Painted">Stop and solid lines are, unless a marking of its own shows them.</param>
public sealed record LinePlan(string Id, LineKind Kind, ImmutableArray<RoadPoint> Points, ImmutableArray<string> Lanes, string? Signal, bool Painted);
