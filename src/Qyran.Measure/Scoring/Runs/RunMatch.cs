using System.Collections.Immutable;
using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>
/// Which true vehicle each track followed. Frame by frame boxes are matched one to one; a track belongs to the vehicle it lay on most
/// often. Several tracks may belong to one vehicle (it was split); a track on nothing belongs to none.
/// </summary>
/// <param name="VehicleOf">Track → vehicle.</param>
/// <param name="LayOn">Track → where it lay on a vehicle, in order: index into the truth's frames, and the vehicle there.</param>
public sealed record RunMatch(ImmutableDictionary<int, int> VehicleOf, ImmutableDictionary<int, ImmutableArray<(int Frame, int Vehicle)>> LayOn)
{
    /// <summary>So near an instant a track is asked for the vehicle it lay on then, µs: what it followed long before or after may be another.</summary>
    private const long AboutUs = 500_000;

    public static RunMatch Of(RunTruth truth, IEnumerable<ScoredBox> rows)
    {
        var byFrame = rows.ToLookup(r => r.Frame);
        Dictionary<int, List<(int Frame, int Vehicle)>> lay = [];
        var assignment = new Assignment();
        for (var i = 0; i < truth.Frames.Length; i++)
        {
            var frame = truth.Frames[i];
            ScoredBox[] boxes = [.. byFrame[frame.Number + 1]];
            var of = LabelMatch.Of(boxes, [.. frame.Objects.Select(o => o.Box)], assignment);
            for (var b = 0; b < boxes.Length; b++)
            {
                if (of[b] < 0) continue;
                if (!lay.TryGetValue(boxes[b].Id, out var frames)) lay.Add(boxes[b].Id, frames = []);
                frames.Add((i, frame.Objects[of[b]].Id));
            }
        }
        return new(lay.ToImmutableDictionary(p => p.Key, p => Most(p.Value)!.Key), lay.ToImmutableDictionary(p => p.Key, p => p.Value.ToImmutableArray()));
    }

    /// <summary>The vehicle that a track lay on most often in a part of the clip, and the frames there in which it did; null where it lay on none.</summary>
    /// <param name="asked">Whether a frame, by its index, belongs to that part.</param>
    public (int Vehicle, ImmutableArray<int> Frames)? Within(int track, Func<int, bool> asked)
    {
        if (!LayOn.TryGetValue(track, out var lay) || Most(lay.Where(l => asked(l.Frame))) is not { } most) return null;
        return (most.Key, most.ToImmutableArray());
    }

    /// <summary>The vehicle that a track lay on most often about an instant of the media clock, else in the whole clip; null where it lay on none.</summary>
    public int? About(RunTruth truth, int track, long atUs) =>
        Within(track, f => Math.Abs(truth.Frames[f].MediaUs - atUs) <= AboutUs)?.Vehicle ?? (VehicleOf.TryGetValue(track, out var whole) ? whole : (int?)null);

    private static IGrouping<int, int>? Most(IEnumerable<(int Frame, int Vehicle)> lay) =>
        lay.GroupBy(l => l.Vehicle, l => l.Frame).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault();
}
