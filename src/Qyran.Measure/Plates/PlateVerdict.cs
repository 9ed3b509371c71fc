using System.Collections.Immutable;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;

namespace Qyran.Measure.Plates;

/// <summary>What a vehicle's readings come to.</summary>
/// <param name="Accepted">Null when none is sure; then <paramref name="Refused"/> says why.</param>
/// <param name="Best">The sighting to show: of the accepted text, or of the likeliest; null when nothing was legible.</param>
/// <param name="Sightings">All readings, in order.</param>
public sealed record PlateVerdict(PassagePlate? Accepted, string? Refused, PlateSighting? Best, ImmutableArray<PlateSighting> Sightings);
