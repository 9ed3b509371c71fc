using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Domain.Tracks;

/// <summary>One road user's way through the picture, from first to last sight. Points are in time order, one per frame; of a thing that stood at one place
/// for more than ten minutes the older ones are about ten seconds apart.</summary>
/// <param name="Id">Counts from 1 within one run.</param>
/// <param name="Class">The vote of the detections over the whole track.</param>
public sealed record Track(int Id, RoadUser Class, ImmutableArray<TrackPoint> Points)
{
    public TrackPoint First => Points[0];
    public TrackPoint Last => Points[^1];
}
