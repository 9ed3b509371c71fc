using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Tracking;

/// <summary>
/// In a queue a detector makes one box of two that stand behind each other, in every other picture or for seconds. Taken for one of the two it would lead that one away, and the other
/// would be lost: when it is found again the two have changed places. So such a box says of both that they stand where they stood, and nothing else. Pure.
/// </summary>
internal static class SharedBox
{
    // so much like the box around both (IoU); a box that is cut by what stands nearer still is
    private const double Like = 0.65;

    /// <summary>The other of two that stand, when a box is rather around both than around the one it was taken for; null when it is not.</summary>
    public static Strand? Neighbour(Strand strand, in PixelBox box, List<Strand> strands, double now, TrackerSettings settings)
    {
        if (!Stands(strand, now, settings)) return null;
        var alone = strand.SureBox.Iou(box);
        foreach (var other in strands)
        {
            if (other == strand || other.Detection is not null || !Stands(other, now, settings)) continue;
            var both = strand.SureBox.Around(other.SureBox).Iou(box);
            if (both > Like && both > alone && both > other.SureBox.Iou(box)) return other;
        }
        return null;
    }

    // neither vouches for the other for ever: both were found by themselves not longer ago than what stands may be hidden
    private static bool Stands(Strand strand, double now, TrackerSettings settings) =>
        strand is { Standing: true, Id: not null } && strand.Place != PlaceLook.Changed && strand.Class.HasFourWheels() && now - strand.LastSeen.Seconds <= settings.HiddenStandingSeconds;
}
