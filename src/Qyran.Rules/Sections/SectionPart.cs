using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Units;

namespace Qyran.Rules.Sections;

/// <summary>A stretch of a section with a limit of its own.</summary>
/// <param name="Millimetres">Shortest way that can be driven through it: along the inside of every bend and over the shortest lane, surveyed.</param>
/// <param name="ErrorMillimetres">Half width of the survey's 95 % interval.</param>
/// <param name="Classes">Whom the limit holds for; empty: all.</param>
/// <param name="Basis">The order, sign or general rule it rests on.</param>
public sealed record SectionPart(long Millimetres, long ErrorMillimetres, Speed Limit, ImmutableArray<RoadUser> Classes, string Basis);
