using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Units;

namespace Qyran.Domain.Scenes;

/// <summary>A limit with its legal source: legal data is data with provenance.</summary>
/// <param name="Lanes">Empty = all lanes.</param>
/// <param name="Classes">Empty = all classes.</param>
/// <param name="Basis">The order, sign or general rule it rests on.</param>
/// <param name="From">In force from (UTC, inclusive)</param><param name="Until">until (exclusive); null = open.</param>
public sealed record SpeedLimit(
    Speed Limit, ImmutableArray<string> Lanes, ImmutableArray<RoadUser> Classes,
    string Basis, string? ApprovedBy, DateTimeOffset? From, DateTimeOffset? Until);
