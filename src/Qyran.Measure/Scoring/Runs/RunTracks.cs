using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>
/// What counts when tracks are scored against a simulation's truth: asked for are vehicles at least 20 px high that are visible by at
/// least 30 %. Results on other things (people, mostly hidden or tiny vehicles) are neither asked for nor held against us, nor are
/// results on nothing below that height.
/// </summary>
public static class RunTracks
{
    public const double MinVisible = 0.3, MinHeight = 20;

    public static TrackScore Score(RunTruth truth, IEnumerable<ScoredBox> rows)
    {
        var vehicles = truth.Vehicles.Where(v => v.IsVehicle).Select(v => v.Id).ToHashSet();
        var byFrame = rows.ToLookup(r => r.Frame);
        var assignment = new Assignment();
        List<ScoredBox> asked = [], kept = [];
        foreach (var frame in truth.Frames)
        {
            var number = frame.Number + 1;
            ScoredBox[] boxes = [.. byFrame[number]];
            var of = LabelMatch.Of(boxes, [.. frame.Objects.Select(o => o.Box)], assignment);
            for (var b = 0; b < boxes.Length; b++)
                if (of[b] >= 0 ? IsAsked(frame.Objects[of[b]]) : boxes[b].Box.Height >= MinHeight) kept.Add(boxes[b]);
            asked.AddRange(frame.Objects.Where(IsAsked).Select(o => new ScoredBox(number, o.Id, o.Box, null)));
        }
        return TrackScore.Of(asked, kept, truth.Frames.Length);

        bool IsAsked(TruthObject o) => vehicles.Contains(o.Id) && o.Visible >= MinVisible && o.Box.Height >= MinHeight;
    }
}
