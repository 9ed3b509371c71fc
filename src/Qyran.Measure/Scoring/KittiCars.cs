using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring;

/// <summary>
/// What counts in KITTI's car tracking benchmark, applied before scoring: cars are asked for; vans, cars cut by the picture's edge or
/// hidden beyond "largely" are neither asked for nor held against a tracker; nor are boxes up to 25 px high or inside unlabelled regions.
/// </summary>
public static class KittiCars
{
    private const int LargelyHidden = 2;
    private const double MinHeight = 25, MinOverlap = 0.5;

    /// <summary>The truth that is asked for, and the result without the boxes that do not count.</summary>
    public static (List<ScoredBox> Truth, List<ScoredBox> Result) Counted(IReadOnlyCollection<KittiLabel> labels, IReadOnlyCollection<ScoredBox> result)
    {
        var labelFrames = labels.ToLookup(l => l.Frame);
        List<ScoredBox> truth = [.. labels.Where(IsAskedFor).Select(l => new ScoredBox(l.Frame, l.Id, l.Box, null))];
        List<ScoredBox> kept = [];
        var assignment = new Assignment();
        foreach (var frame in result.GroupBy(r => r.Frame))
        {
            ScoredBox[] boxes = [.. frame];
            KittiLabel[] cars = [.. labelFrames[frame.Key].Where(l => l.Type is "Car" or "Van")];
            KittiLabel[] unlabelled = [.. labelFrames[frame.Key].Where(l => l.Type == "DontCare")];
            var of = LabelMatch.Of(boxes, Array.ConvertAll(cars, c => c.Box), assignment);
            for (var b = 0; b < boxes.Length; b++)
            {
                var counts = of[b] >= 0
                    ? IsAskedFor(cars[of[b]])
                    : boxes[b].Box.Height > MinHeight && !unlabelled.Any(u => boxes[b].Box.Overlap(u.Box) > MinOverlap * boxes[b].Box.Area);
                if (counts) kept.Add(boxes[b]);
            }
        }
        return (truth, kept);
    }

    private static bool IsAskedFor(KittiLabel label) => label is { Type: "Car", Truncated: <= 0, Occluded: <= LargelyHidden };
}
