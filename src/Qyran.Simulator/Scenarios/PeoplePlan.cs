using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>People on foot along a line, both ways, or wandering over an area.</summary>
/// <param name="Path">Line they walk; empty with an area.</param>
/// <param name="Area">Area they wander over; empty with a path.</param>
/// <param name="Signal">Head they wait for before setting out; null = none.</param>
public sealed record PeoplePlan(ImmutableArray<RoadPoint> Path, ImmutableArray<RoadPoint> Area, double PerMinute, int Count, string? Signal, double SpreadM);
