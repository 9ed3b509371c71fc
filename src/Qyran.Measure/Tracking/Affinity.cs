using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Tracking;

/// <summary>What it costs to say that a detection is a given track seen again. Pure.</summary>
internal static class Affinity
{
    /// <summary>Costs lie below this; a pair at or above it is impossible.</summary>
    public const double Limit = 3;

    // A track that has just been seen is likelier than one long lost, and a confirmed one than a newborn, when both fit equally well
    private const double LostWeight = 0.3, TentativeWeight = 0.1, DistanceWeight = 0.5, OtherClass = 0.3, WhereItStood = 0.5;

    /// <summary>First stage: prediction against a high-scored detection.</summary>
    public static double OfPrediction(Strand strand, in Detection found, double now, TrackerSettings settings, IRoadPlane? plane)
    {
        var iou = strand.Predicted.Iou(found.Box);
        var distance = Distance(strand, found.Box, settings) / (settings.GateSigmas * settings.GateSigmas);
        if (iou < settings.MinIou && (distance > 1 || (strand.Misses > 0 && !WithinReach(strand.Predicted, found.Box, settings)) || !AlikeInSize(strand.Predicted, found.Box, settings))) return Limit;
        if (LongGone(strand, settings) && strand.SureBox.Iou(found.Box) < WhereItStood) return Limit;
        var since = now - strand.LastKnown;
        if (plane is not null && !Reachable(strand, found.Box, since, settings, plane)) return Limit;
        return 1 - iou + (DistanceWeight * Math.Min(1, distance)) + (settings.MomentumWeight * Turn(strand, found.Box))
            + (LostWeight * Math.Min(1, strand.Misses == 0 ? 0 : since / settings.LostSeconds))
            + (strand.Id is null ? TentativeWeight : 0) + ClassCost(strand, found);
    }

    /// <summary>
    /// Second stage: only clear overlap lets a low-scored detection carry a track on. For a standing thing that is overlap with where it was
    /// surely seen last: what passes before it is found in its place piece by piece, and following the pieces would lead it away. In
    /// return it may have been unseen for a while.
    /// </summary>
    public static double OfLowScore(Strand strand, in Detection found, TrackerSettings settings)
    {
        if (strand.Standing) return strand.SureBox.Iou(found.Box) is >= WhereItStood and var stood ? 1 - stood + ClassCost(strand, found) : Limit;
        var iou = strand.Predicted.Iou(found.Box);
        return iou < settings.LowMinIou ? Limit : 1 - iou + ClassCost(strand, found);
    }

    /// <summary>Third stage: it stopped or turned while unseen, so compare with where it was really seen last (OC-SORT's recovery).</summary>
    public static double OfLastSight(Strand strand, in Detection found, TrackerSettings settings)
    {
        var iou = strand.LastBox.Iou(found.Box);
        return iou < (LongGone(strand, settings) ? WhereItStood : settings.MinIou) ? Limit : 1 - iou + ClassCost(strand, found);
    }

    /// <summary>A standing thing hidden for minutes is taken up only at its very place: a newcomer that stops beside it is not it.</summary>
    private static bool LongGone(Strand strand, TrackerSettings settings) => strand.Standing && strand.UnseenSeconds > settings.StandingLostSeconds;

    /// <summary>The longer unseen, the wider the filter's gate; without a cap a lost track would take any newcomer for itself.</summary>
    private static bool WithinReach(in PixelBox predicted, in PixelBox found, TrackerSettings settings) =>
        double.Hypot(predicted.Centre.X - found.Centre.X, predicted.Centre.Y - found.Centre.Y) <= settings.LostReach * BoxFilter.Size(predicted);

    private static double Distance(Strand strand, in PixelBox found, TrackerSettings settings)
    {
        // measured from the prediction on the road where there is one, with the filter's uncertainty
        var shift = strand.Predicted.Centre;
        var moved = found with
        {
            X = found.X - shift.X + strand.Filter.X.Position,
            Y = found.Y - shift.Y + strand.Filter.Y.Position,
        };
        return strand.Filter.Distance(moved, settings);
    }

    private static bool AlikeInSize(in PixelBox a, in PixelBox b, TrackerSettings settings) =>
        Math.Min(a.Width, b.Width) >= settings.MinSizeRatio * Math.Max(a.Width, b.Width)
        && Math.Min(a.Height, b.Height) >= settings.MinSizeRatio * Math.Max(a.Height, b.Height);

    /// <summary>0 straight on … 1 straight back; 0 while the direction is unknown or drowned in box noise.</summary>
    private static double Turn(Strand strand, in PixelBox found)
    {
        var noise = 0.15 * BoxFilter.Size(strand.LastBox);
        var moved = double.Hypot(strand.MovedX, strand.MovedY);
        var (dx, dy) = (found.Centre.X - strand.LastBox.Centre.X, found.Centre.Y - strand.LastBox.Centre.Y);
        var step = double.Hypot(dx, dy);
        if (moved < noise || step < noise) return 0;
        var cosine = ((dx * strand.MovedX) + (dy * strand.MovedY)) / (moved * step);
        return Math.Acos(Math.Clamp(cosine, -1, 1)) / Math.PI;
    }

    /// <summary>Detectors confuse van, car and truck, so another class only weighs; unknown fits everything.</summary>
    private static double ClassCost(Strand strand, in Detection found) =>
        found.Class == RoadUser.Unknown || strand.Class is var c && (c == RoadUser.Unknown || c == found.Class) ? 0 : OtherClass;

    /// <summary>Could a road user get there in this time? The slack is 2 m and a fifth of the box's height of contact-point noise, on the road.</summary>
    private static bool Reachable(Strand strand, in PixelBox found, double since, TrackerSettings settings, IRoadPlane plane)
    {
        if (strand.Road is not { } from || !plane.TryRoad(found.Contact, out var to)) return true;
        var slack = 2.0;
        var nearer = new RawPixel(found.Contact.X, found.Contact.Y + (0.1 * found.Height));
        if (plane.TryRoad(nearer, out var near)) slack += 2 * near.DistanceTo(to);
        return from.DistanceTo(to) <= (settings.MaxRoadSpeed * since) + slack;
    }
}
