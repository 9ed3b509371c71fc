using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Tracking;

/// <summary>
/// A two-wheeler with its rider is two things to a detector, and one of the two is easily missed: the box then shrinks to the rider or to
/// the machine from one frame to the next. A track that knows how large the whole is takes such a part for the whole seen in part. Pure.
/// </summary>
internal static class RiderParts
{
    // lower than this share of the whole, and lying within it, it is a part; either end must be where the whole's is
    private const double PartHeight = 0.75, SameEnd = 0.15, Within = 0.75;

    /// <summary>
    /// The whole that a part shows, the missing end being as far away as it was when both were seen, and whether its lower end, where it touches the road, was seen; the box itself when it is
    /// no part, or when the whole was seen too long ago.
    /// </summary>
    public static (PixelBox Box, Foot Foot) Whole(Strand strand, in Detection found, double now, TrackerSettings settings)
    {
        var known = strand.Predicted;
        if (!strand.Class.IsTwoWheeler() || !CanBePart(found.Class) || now - strand.WholeSeen > (strand.Standing ? settings.StandingLostSeconds : settings.LostSeconds)
            || !IsPart(found.Box, known)) return (found.Box, Foot.Seen);
        var x = found.Box.Centre.X - (known.Width / 2);
        // the rider ends where the whole does above, the machine where it does below; what ends at neither is told by the nearer end
        var rider = Math.Abs(found.Box.Y - known.Y) < Math.Abs(found.Box.Bottom - known.Bottom);
        return (new(x, rider ? found.Box.Y : found.Box.Bottom - known.Height, known.Width, known.Height), rider ? Foot.Computed : Foot.Seen);
    }

    /// <summary>Is this detection the rider or the machine alone of a two-wheeler whose whole box is known?</summary>
    public static bool IsPartOf(in Detection found, RoadUser kind, in PixelBox whole) => kind.IsTwoWheeler() && CanBePart(found.Class) && IsPart(found.Box, whole);

    private static bool IsPart(in PixelBox part, in PixelBox whole)
    {
        if (part.Height > PartHeight * whole.Height || part.Width > whole.Width * (1 + SameEnd)) return false;
        var end = Math.Min(Math.Abs(part.Y - whole.Y), Math.Abs(part.Bottom - whole.Bottom));
        return end <= SameEnd * whole.Height && part.Overlap(whole) >= Within * part.Area;
    }

    private static bool CanBePart(RoadUser kind) => kind.IsTwoWheeler() || kind == RoadUser.Person;
}
