using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Plates;
using Qyran.Domain.Tracks;
using Qyran.Measure.Lanes;

namespace Qyran.Measure.Plates;

/// <summary>
/// A track that shows first one plate and then another followed two vehicles: behind a lorry one was taken for the other. It is cut between the two. When they changed places nobody knows, so
/// what lies between the last sight of the one plate and the first of the other is neither's, points and readings: what was done then is nobody's. Where the plates were read in turns
/// nobody can say where to cut, and the vote refuses them; so it does on a lorry, whose trailer has a plate of its own. Pure but for the numbers of new tracks.
/// </summary>
public static class PlateSplit
{
    /// <summary>So soon after one another, µs, two plates leave no time to change places unseen: it is cut in the middle.</summary>
    private const long SoonUs = 500_000;

    /// <summary>The track's parts in order, each with the verdict on what was read in it; one part unless it shows two vehicles' plates.</summary>
    /// <param name="newId">Gives the number of a part that is not the first.</param>
    /// <param name="plane">Tells the size of what the detector has no class for.</param>
    public static ImmutableArray<(Track Track, PlateVerdict Verdict)> Of(
        Track track, IReadOnlyList<PlateSighting> sightings, PlateVoteSettings settings, Func<int> newId, IRoadPlane? plane = null)
    {
        var parts = ImmutableArray.CreateBuilder<(Track, PlateVerdict)>();
        var (rest, seen) = (track, sightings);
        while (CutAt(seen, settings) is var (untilUs, fromUs) && HasOnePlate(rest, plane))
        {
            var (before, after) = (rest.Points.RemoveAll(p => p.Time.MediaUs > untilUs), rest.Points.RemoveAll(p => p.Time.MediaUs < fromUs));
            if (before.IsEmpty || after.IsEmpty) break;
            parts.Add(Judged(rest with { Points = before }, [.. seen.Where(s => s.Time.MediaUs <= untilUs)], settings));
            (rest, seen) = (rest with { Id = newId(), Points = after }, [.. seen.Where(s => s.Time.MediaUs >= fromUs)]);
        }
        parts.Add(Judged(rest, seen, settings));
        return parts.ToImmutable();
    }

    private static (Track, PlateVerdict) Judged(Track track, IReadOnlyList<PlateSighting> seen, PlateVoteSettings settings) =>
        (track, OutOfSight.Heed(track, PlateVote.Judge(seen, settings), settings));

    /// <summary>
    /// A tractor that turns shows its own plate first and its trailer's at the end, so two plates do not make a lorry two vehicles. What is taken for a van or a bus, or for nothing known, may be a lorry. Of what the detector has no class for its size on the road decides.
    /// </summary>
    private static bool HasOnePlate(Track track, IRoadPlane? plane) =>
        (track.Class is RoadUser.Unknown && plane is not null ? SizeClass.Judge(track, plane) : track.Class) is RoadUser.Car or RoadUser.Motorcycle;

    /// <summary>
    /// Until when it is surely one vehicle and from when another, µs of the source's clock, both inclusive: the last sight of all before and the first of another plate. Null when one plate or none was
    /// surely read, or they were read in turns. A misreading of the first plate may be long over while that plate is read on, so the last before counts, not the neighbour's.
    /// </summary>
    private static (long UntilUs, long FromUs)? CutAt(IReadOnlyList<PlateSighting> sightings, PlateVoteSettings settings)
    {
        var sure = sightings.Where(s => s.Reading.Text.Length > 0).GroupBy(s => s.Reading.Text, StringComparer.Ordinal).Where(g => PlateVote.IsSure(g, settings))
            .Select(g => (Text: g.Key, First: g.Min(s => s.Time.MediaUs), Last: g.Max(s => s.Time.MediaUs))).OrderBy(g => g.First).ToArray();
        var lastUs = long.MinValue;
        for (var i = 0; i < sure.Length; i++)
        {
            var next = sure[i];
            if (i > 0 && lastUs < next.First && sure.Take(i).All(before => PlateVote.AreTwo(before.Text, next.Text, settings))) return Between(lastUs, next.First);
            lastUs = Math.Max(lastUs, next.Last);
        }
        return null;
    }

    private static (long UntilUs, long FromUs) Between(long lastUs, long firstUs)
    {
        if (firstUs - lastUs > SoonUs) return (lastUs, firstUs);
        var middle = lastUs + ((firstUs - lastUs) / 2);
        return (middle, middle + 1);
    }
}
