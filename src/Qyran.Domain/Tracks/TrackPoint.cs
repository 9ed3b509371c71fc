using Qyran.Domain.Geometry;
using Qyran.Domain.Time;

namespace Qyran.Domain.Tracks;

/// <summary>A track at one frame.</summary>
/// <param name="Box">The filtered box, raw pixels: for drawing, lanes and lines.</param>
/// <param name="Seen">The detection itself, raw pixels; null where the track was carried over a gap and where it is <see cref="Covered"/>. Only these are measured, but for <see cref="FootComputed"/>.</param>
/// <param name="Score">Detection score; 0 where it was looked for and not found; in a frame the detector did not look at, what lies between the sightings around it.</param>
public readonly record struct TrackPoint(long Frame, CaptureTime Time, PixelBox Box, PixelBox? Seen, float Score)
{
    /// <summary>It was found, but something nearer hid where it touches the road: no position.</summary>
    public bool Covered { get; init; }

    /// <summary>Only the rider was found: the lower end is as far below as it was when the machine was seen too. Good enough for places, too little for a speed.</summary>
    public bool FootComputed { get; init; }

    /// <summary>It was not found by itself, but its place looked as it did when it stood there, or one box was found around it and a neighbour that stands: it stands there still.</summary>
    public bool Held { get; init; }

    /// <summary>Did the detector look at this frame? Where it did not, that nothing was seen says nothing.</summary>
    public bool LookedAt => Seen is not null || Covered || Score == 0;
}
