using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>A zone of the scene, in road metres.</summary>
public sealed record ZonePlan(string Id, ZoneKind Kind, ImmutableArray<RoadPoint> Area);
