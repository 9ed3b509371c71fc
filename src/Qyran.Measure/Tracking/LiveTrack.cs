using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;

namespace Qyran.Measure.Tracking;

/// <summary>A track while it lasts, for drawing and for choosing what to look at more closely.</summary>
/// <param name="Id">The id its <see cref="Domain.Tracks.Track"/> will have; null while unconfirmed, when it may yet prove to be noise.</param>
/// <param name="Class">The vote so far.</param>
/// <param name="Box">Filtered box at the current frame, raw pixels; predicted when not seen now.</param>
/// <param name="Detection">Index into the detections given to the current step; null when not seen now.</param>
/// <param name="VelocityX">Filtered velocity of the box's centre, px/s.</param>
/// <param name="VelocityY">Filtered velocity of the box's centre, px/s.</param>
/// <param name="FirstFrame">Frame of the first sighting.</param>
/// <param name="FirstSeen">Time of the first sighting.</param>
/// <param name="LastSeen">Time of the last sighting.</param>
/// <param name="Hits">Sightings so far.</param>
/// <param name="Misses">Looks since the last sighting that did not find it; frames nobody looked at do not count.</param>
/// <param name="Standing">It has not moved over its last second.</param>
/// <param name="Place">Where it was last surely seen, raw pixels.</param>
public readonly record struct LiveTrack(
    int? Id, RoadUser Class, PixelBox Box, int? Detection, double VelocityX, double VelocityY,
    long FirstFrame, CaptureTime FirstSeen, CaptureTime LastSeen, int Hits, int Misses, bool Standing, PixelBox Place)
{
    /// <summary>Never surely seen so far: more often than not it is nothing.</summary>
    public bool OnTrial { get; init; }

    public bool SeenNow => Detection is not null;
    public bool Confirmed => Id is not null;
}
