using System.Collections.Immutable;
using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>
/// Which true vehicle each track followed. Frame by frame boxes are matched one to one; a track belongs to the vehicle it lay on most
/// often. Several tracks may belong to one vehicle (it was split); a track on nothing belongs to none.
/// </summary>
/// <param name="VehicleOf">Track → vehicle.</param>
/// <param name="FramesOf">Track → indices into the truth's frames where it lay on that vehicle, in order.</param>
public sealed record RunMatch(ImmutableDictionary<int, int> VehicleOf, ImmutableDictionary<int, ImmutableArray<int>> FramesOf)
{
    public static RunMatch Of(RunTruth truth, IEnumerable<ScoredBox> rows)
    {
        var byFrame = rows.ToLookup(r => r.Frame);
        Dictionary<(int Track, int Vehicle), List<int>> shared = [];
        var assignment = new Assignment();
        for (var i = 0; i < truth.Frames.Length; i++)
        {
            var frame = truth.Frames[i];
            ScoredBox[] boxes = [.. byFrame[frame.Number + 1]];
            var of = LabelMatch.Of(boxes, [.. frame.Objects.Select(o => o.Box)], assignment);
            for (var b = 0; b < boxes.Length; b++)
            {
                if (of[b] < 0) continue;
                var key = (boxes[b].Id, frame.Objects[of[b]].Id);
                if (!shared.TryGetValue(key, out var frames)) shared.Add(key, frames = []);
                frames.Add(i);
            }
        }
        var best = shared.GroupBy(p => p.Key.Track)
            .Select(g => g.OrderByDescending(p => p.Value.Count).ThenBy(p => p.Key.Vehicle).First()).ToList();
        return new(best.ToImmutableDictionary(p => p.Key.Track, p => p.Key.Vehicle), best.ToImmutableDictionary(p => p.Key.Track, p => p.Value.ToImmutableArray()));
    }
}
