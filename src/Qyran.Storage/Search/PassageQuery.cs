using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Plates;
using Qyran.Domain.Units;

namespace Qyran.Storage.Search;

/// <summary>Which passages are asked for; what is null or empty is not asked about.</summary>
public sealed record PassageQuery
{
    public PlatePattern? Plate { get; init; }

    /// <summary>Country code of the plate.</summary>
    public string? Country { get; init; }

    /// <summary>First seen at this instant or later, µs since the Unix epoch, UTC.</summary>
    public long? FromUs { get; init; }

    /// <summary>First seen before this instant.</summary>
    public long? UntilUs { get; init; }

    public ImmutableArray<string> Cameras { get; init; } = [];
    public ImmutableArray<string> Sites { get; init; } = [];
    public ImmutableArray<RoadUser> Classes { get; init; } = [];

    /// <summary>Measured, and at least this fast.</summary>
    public Speed? SpeedFrom { get; init; }

    /// <summary>Measured, and at most this fast.</summary>
    public Speed? SpeedUntil { get; init; }
}
