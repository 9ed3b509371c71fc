using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Simulator;

/// <summary>A strip of asphalt. Where strips meet, the corners round off by themselves.</summary>
/// <param name="Line">Its middle, m.</param>
/// <param name="WidthM">Kerb to kerb.</param>
/// <param name="PavementM">Width of the pavement on both sides; 0 = a verge.</param>
public sealed record RoadPlan(string Id, ImmutableArray<RoadPoint> Line, double WidthM, double PavementM);
