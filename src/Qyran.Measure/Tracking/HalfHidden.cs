using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Tracking;

/// <summary>
/// Of a vehicle half behind another the detector boxes what it sees. A track that was seen free before knows how large it is: an edge where something nearer
/// stands is put where it must be. Otherwise the box shrinks, its middle jumps, and when it comes into sight again it is a newcomer. Pure.
/// </summary>
internal static class HalfHidden
{
    // smaller than this share of the whole something is missing; of less than the second nobody can tell which part of it is seen
    private const double Smaller = 0.96, LeastSeen = 0.2;

    // what hides an edge covers this share of a strip beside it, that wide as a share of the whole
    private const double Covered = 0.6, Strip = 0.1;

    // of the lower edge, less covered than this, what is left shows where it is; so much of the strip below it is covered by what begins where the box ends
    private const double FootCovered = 0.4, RoofCovered = 0.95;

    /// <summary>The whole that the box is a part of, and whether its lower edge, where it touches the road, was seen; the box itself when it is no part.</summary>
    /// <param name="strands">All tracks; those seen lately and nearer to the camera may hide it.</param>
    public static (PixelBox Box, bool FootSeen) Whole(Strand strand, in Detection found, List<Strand> strands, IRoadPlane? plane, double now, TrackerSettings settings)
    {
        var seen = found.Box;
        if (!strand.Class.HasFourWheels() || !found.Class.HasFourWheels() || now - strand.WholeSeen > (strand.Standing ? settings.HiddenStandingSeconds : settings.StandingLostSeconds)) return (seen, true);
        var (width, height) = strand.WholeSize(plane);
        if (seen.Area < LeastSeen * width * height || seen.Width > width / Smaller || seen.Height > height / Smaller) return (seen, true);
        var (left, right, bottom) = (false, false, false);
        if (seen.Width < Smaller * width)
        {
            left = IsCovered(seen with { X = seen.X - (Strip * width), Width = Strip * width }, strand, strands);
            right = IsCovered(seen with { X = seen.Right, Width = Strip * width }, strand, strands);
        }
        if (seen.Height < Smaller * height) bottom = IsCovered(seen with { Y = seen.Bottom, Height = Strip * height }, strand, strands);
        if (!left && !right && !bottom) return (seen, true);
        var x = (left, right) switch
        {
            (true, true) => Math.Clamp(strand.Predicted.Centre.X - (width / 2), seen.Right - width, seen.X),
            (true, false) => seen.Right - width,
            _ => seen.X,
        };
        return (new(x, seen.Y, left || right ? width : seen.Width, bottom ? height : seen.Height), !bottom);
    }

    /// <summary>
    /// Does something nearer stand where the box has its lower edge, or begin there? Either a detector that knows vehicles drew the edge where it must be, and nobody
    /// saw it there; or it drew the nearer one's roof.
    /// </summary>
    public static bool IsFootHidden(in PixelBox box, Strand strand, List<Strand> strands)
    {
        if (!strand.Class.HasFourWheels()) return false; // riders stand in the gaps between boxes
        var foot = box with { Y = box.Bottom - (Strip * box.Height), Height = Strip * box.Height };
        var below = foot with { Y = box.Bottom };
        foreach (var other in strands)
            if (IsNearer(other, strand, below) // not one that drives beside it
                && (other.Predicted.Overlap(foot) >= FootCovered * foot.Area || other.Predicted.Overlap(below) >= RoofCovered * below.Area)) return true;
        return false;
    }

    /// <summary>Does something nearer stand at its edges or before it? Its size then says nothing.</summary>
    public static bool IsBeside(Strand strand, List<Strand> strands)
    {
        var box = strand.LastBox;
        var around = new PixelBox(box.X - (Strip * box.Width), box.Y, box.Width * (1 + (2 * Strip)), box.Height * (1 + Strip));
        foreach (var other in strands)
            if (IsNearer(other, strand, box) && other.Predicted.Overlap(around) > 0) return true;
        return false;
    }

    private static bool IsCovered(in PixelBox strip, Strand strand, List<Strand> strands)
    {
        foreach (var other in strands)
            if (IsNearer(other, strand, strand.Predicted) && other.Predicted.Overlap(strip) >= Covered * strip.Area) return true;
        return false;
    }

    private static bool IsNearer(Strand other, Strand strand, in PixelBox at) =>
        other != strand && (other.Misses == 0 || other.Standing) && other.Class.HasFourWheels() && other.Predicted.Bottom > at.Bottom;
}
