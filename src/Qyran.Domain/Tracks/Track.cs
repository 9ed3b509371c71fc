using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Domain.Tracks;

/// <summary>One road user's way through the picture, from first to last sight. Points are in time order, one per frame; of a thing that stood at one place
/// for more than five minutes the older ones are about ten seconds apart.</summary>
/// <param name="Id">Counts from 1 within one run.</param>
/// <param name="Class">The vote of the detections over the whole track, each weighed by its score and the height of its box.</param>
public sealed record Track(int Id, RoadUser Class, ImmutableArray<TrackPoint> Points)
{
    /// <summary>The classes of vehicles that have a fifth or more of the votes: what else than <see cref="Class"/> it may be. Empty where nobody voted for a vehicle, or the votes are not known.</summary>
    public ImmutableArray<RoadUser> Classes { get; init; } = [];

    public TrackPoint First => Points[0];
    public TrackPoint Last => Points[^1];
}
