using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring;

/// <summary>
/// What counts in the MOTChallenge, applied before scoring. Asked for are pedestrians whose flag is not 0. From 2016 on a result that
/// lies on a person on a vehicle, a standing person, a distractor or a reflection is left out; in 2015, without classes, all results count.
/// </summary>
public static class MotPedestrians
{
    private const int Pedestrian = 1;

    /// <summary>The truth that is asked for, and the result without the boxes that do not count.</summary>
    public static (List<ScoredBox> Truth, List<ScoredBox> Result) Counted(IReadOnlyCollection<MotLabel> labels, IReadOnlyCollection<ScoredBox> result)
    {
        List<ScoredBox> truth = [.. labels.Where(l => l is { Considered: true, Class: null or Pedestrian }).Select(l => l.Thing)];
        if (labels.All(l => l.Class is null)) return (truth, [.. result]);
        var frames = labels.ToLookup(l => l.Thing.Frame);
        var assignment = new Assignment();
        List<ScoredBox> kept = [];
        foreach (var frame in result.GroupBy(r => r.Frame))
        {
            ScoredBox[] boxes = [.. frame];
            MotLabel[] things = [.. frames[frame.Key]];
            var of = LabelMatch.Of(boxes, Array.ConvertAll(things, t => t.Thing.Box), assignment);
            for (var b = 0; b < boxes.Length; b++)
                if (of[b] < 0 || !IsDistractor(things[of[b]].Class)) kept.Add(boxes[b]);
        }
        return (truth, kept);
    }

    private static bool IsDistractor(int? kind) => kind is 2 or 7 or 8 or 12;
}
