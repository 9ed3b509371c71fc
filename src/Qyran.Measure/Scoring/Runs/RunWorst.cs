using System.Globalization;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>Picks what a developer should look at: the worst speeds, speeds of nothing, vehicles without a track, changes of identity, wrong and missing cases.</summary>
public static class RunWorst
{
    /// <param name="most">At most this many of each kind.</param>
    public static List<WorstCase> Of(RunTruth truth, RunResult result, RunScore score, int most = 8)
    {
        List<WorstCase> cases = [];
        cases.AddRange(score.Speeds.Where(s => s.DifferenceKmh != 0).OrderByDescending(s => Math.Abs(s.DifferenceKmh)).Take(most).Select(s => new WorstCase("speed",
            string.Create(CultureInfo.InvariantCulture, $"vehicle {s.Vehicle} drove {s.True.MmPerHour / 1e6:0.00} km/h; measured {s.Value.MmPerHour / 1e6:0.00} ± {s.Error.MmPerHour / 1e6:0.00} ({s.DifferenceKmh:+0.00;-0.00}{(s.Covered ? "" : ", outside the stated error")}), followed over {s.WayM:0} m"),
            s.Frame, s.Vehicle, s.Track)));
        cases.AddRange(score.SpeedsOnNothing.Take(most).Select(s => new WorstCase("speed on nothing", string.Create(CultureInfo.InvariantCulture,
            $"passage {s.Passage}: {s.Value.MmPerHour / 1e6:0.00} ± {s.Error.MmPerHour / 1e6:0.00} km/h measured where track {s.Track} lay on no vehicle"), s.Frame, null, s.Track)));
        cases.AddRange(score.Missed.Take(most).Select(id => new WorstCase("missed", string.Create(CultureInfo.InvariantCulture,
            $"vehicle {id} ({truth.Vehicles.First(v => v.Id == id).Class.ToString().ToLowerInvariant()}) has no track; shown where it is largest"), Largest(truth, id), id, null)));
        cases.AddRange(Switches(truth, result).Take(most));
        cases.AddRange(Violations(truth, result, score).Take(2 * most));
        return cases;
    }

    private static int Largest(RunTruth truth, int vehicle) => Enumerable.Range(0, truth.Frames.Length)
        .MaxBy(f => truth.Frames[f].Objects.Where(o => o.Id == vehicle).Select(o => o.Box.Area * o.Visible).DefaultIfEmpty(-1).First());

    /// <summary>Frames where a vehicle's box passes from one track to another.</summary>
    private static IEnumerable<WorstCase> Switches(RunTruth truth, RunResult result)
    {
        var rows = result.Rows.ToLookup(r => r.Frame);
        var assignment = new Tracking.Assignment();
        Dictionary<int, int> last = [];
        for (var f = 0; f < truth.Frames.Length; f++)
        {
            var frame = truth.Frames[f];
            ScoredBox[] boxes = [.. rows[frame.Number + 1]];
            var of = LabelMatch.Of(boxes, [.. frame.Objects.Select(o => o.Box)], assignment);
            for (var b = 0; b < boxes.Length; b++)
            {
                if (of[b] < 0) continue;
                var vehicle = frame.Objects[of[b]].Id;
                if (last.TryGetValue(vehicle, out var before) && before != boxes[b].Id)
                    yield return new("switch", string.Create(CultureInfo.InvariantCulture, $"vehicle {vehicle} passes from track {before} to track {boxes[b].Id}"), f, vehicle, boxes[b].Id);
                last[vehicle] = boxes[b].Id;
            }
        }
    }

    private static IEnumerable<WorstCase> Violations(RunTruth truth, RunResult result, RunScore score)
    {
        var passages = result.Passages.ToDictionary(p => p.Id);
        var accused = result.Cases.Select(c => (Case: c, Track: passages.GetValueOrDefault(c.Passage)?.Track)).Select(c =>
            (c.Case, c.Track, Vehicle: c.Track is { } t ? score.Match.About(truth, t, c.Case.AtUs) : null)).ToList();
        foreach (var v in truth.Violations)
            if (RunViolations.IsSeen(truth, v) && !accused.Any(a => a.Case.Rule == v.Rule && a.Vehicle == v.Vehicle))
                yield return new("violation missed", string.Create(CultureInfo.InvariantCulture, $"vehicle {v.Vehicle} broke {v.Rule} at {v.AtUs / 1e6:0.00} s; no case was made"),
                    Nearest(truth, f => f.MediaUs - v.AtUs), v.Vehicle, null);
        foreach (var (made, track, vehicle) in accused)
            if (!truth.Violations.Any(v => v.Rule == made.Rule && v.Vehicle == vehicle))
                yield return new("case wrong", string.Create(CultureInfo.InvariantCulture, $"case {made.Id}: {made.Rule} at {made.AtUs / 1e6:0.00} s against {(vehicle is { } id ? string.Create(CultureInfo.InvariantCulture, $"vehicle {id}, which kept it") : "nothing real")}"),
                    Nearest(truth, f => f.MediaUs - made.AtUs), vehicle, track);
    }

    private static int Nearest(RunTruth truth, Func<TruthFrame, long> away) =>
        truth.Frames.IsEmpty ? 0 : Enumerable.Range(0, truth.Frames.Length).MinBy(f => Math.Abs(away(truth.Frames[f])));
}
