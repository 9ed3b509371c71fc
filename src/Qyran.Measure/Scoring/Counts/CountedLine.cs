using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Tracks;

namespace Qyran.Measure.Scoring.Counts;

/// <summary>A level line across a road in a clip's picture, and when a person saw vehicles pass it.</summary>
/// <param name="Y">Height of the line in the picture, raw px from above.</param>
/// <param name="FromX">Its left end, raw px; <paramref name="ToX"/> its right one.</param>
/// <param name="Down">True for what goes down the picture, towards the camera; false for what goes up.</param>
/// <param name="PassesS">When the lower edge of each vehicle came to the line, s of the clip, in order.</param>
public sealed record CountedLine(string Id, double Y, double FromX, double ToX, bool Down, ImmutableArray<double> PassesS)
{
    /// <summary>When the track's point on the road passes the line this way for the first time, s of the clip; null when it doesn't, or is a person's.</summary>
    public double? PassedBy(Track track)
    {
        ArgumentNullException.ThrowIfNull(track);
        if (track.Class == RoadUser.Person) return null;
        for (var i = 1; i < track.Points.Length; i++)
        {
            var (a, b) = (track.Points[i - 1].Box.Contact, track.Points[i].Box.Contact);
            if (!(Down ? a.Y < Y && b.Y >= Y : a.Y > Y && b.Y <= Y)) continue;
            var share = (Y - a.Y) / (b.Y - a.Y);
            var x = a.X + (share * (b.X - a.X));
            var (from, until) = (track.Points[i - 1].Time.MediaUs, track.Points[i].Time.MediaUs);
            if (x >= FromX && x <= ToX) return (from + (share * (until - from))) / 1e6;
        }
        return null;
    }
}
