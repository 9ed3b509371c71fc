using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>
/// What counts when tracks are scored against a simulation's truth: asked for are vehicles at least 20 px high that are visible by at
/// least 30 % and of whose light the air lets through an eighth. Results on other things (people, mostly hidden or tiny vehicles, what fog
/// has swallowed) are neither asked for nor held against us, nor are results on nothing below that height.
/// </summary>
public static class RunTracks
{
    public const double MinVisible = 0.3, MinHeight = 20;

    /// <summary>
    /// A twentieth of contrast is what an eye still sees (the meteorological visibility, WMO No. 8); a body in grey light stands out from fog by some two
    /// fifths of what a black thing does, so it is down to that where an eighth of its light comes through, at 0.69 of the sight.
    /// </summary>
    public const double MinAir = 0.125;

    /// <summary>Whether a road user, if a vehicle, has to be found in this frame.</summary>
    public static bool IsAsked(TruthObject o) => o.Visible >= MinVisible && o.Box.Height >= MinHeight && o.Air >= MinAir;

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
                if (of[b] >= 0 ? IsAskedVehicle(frame.Objects[of[b]]) : boxes[b].Box.Height >= MinHeight) kept.Add(boxes[b]);
            asked.AddRange(frame.Objects.Where(IsAskedVehicle).Select(o => new ScoredBox(number, o.Id, o.Box, null)));
        }
        return TrackScore.Of(asked, kept, truth.Frames.Length);

        bool IsAskedVehicle(TruthObject o) => vehicles.Contains(o.Id) && IsAsked(o);
    }
}
