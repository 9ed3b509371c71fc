using System.Globalization;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>Picks what a developer should look at: the worst speeds, speeds of nothing, vehicles without a track, changes of identity, missing, wrong and further cases, misread plates.</summary>
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
        cases.AddRange(RunViolations.Missed(truth, score.Cases).Where(v => RunViolations.IsSeen(truth, v)).Take(most).Select(v => Missed(truth, v)));
        cases.AddRange(score.Cases.Where(c => c is { Broke: null, Again: false }).Take(most).Select(c => Wrong(truth, c)));
        cases.AddRange(score.Cases.Where(c => c.Again).Take(most).Select(c => Wrong(truth, c)));
        cases.AddRange(Misread(truth, result, score).Take(most));
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

    /// <summary>Passages whose accepted text is not their vehicle's plate.</summary>
    private static IEnumerable<WorstCase> Misread(RunTruth truth, RunResult result, RunScore score)
    {
        var vehicles = truth.Vehicles.ToDictionary(v => v.Id);
        foreach (var passage in result.Passages)
        {
            var vehicle = score.Match.VehicleOf.TryGetValue(passage.Track, out var id) ? vehicles[id] : null;
            if (passage.Plate is not { } text || text == vehicle?.Plate) continue;
            var really = vehicle is null ? string.Create(CultureInfo.InvariantCulture, $"track {passage.Track} lay on no vehicle")
                : string.Create(CultureInfo.InvariantCulture, $"vehicle {id} has {vehicle.Plate ?? "no plate"}");
            yield return new("plate misread", $"passage {passage.Id}: {text} was accepted; {really}", vehicle is null ? RunSpeeds.Middle(truth, result, passage) : PlateLargest(truth, id), vehicle?.Id, passage.Track);
        }
    }

    /// <summary>Where its plate's signs are highest; where it is largest itself, when the plate is nowhere seen whole.</summary>
    private static int PlateLargest(RunTruth truth, int vehicle) => Enumerable.Range(0, truth.Frames.Length)
        .MaxBy(f => truth.Frames[f].Objects.Where(o => o.Id == vehicle).Select(o => (o.Signs ?? 0.0, o.Box.Area * o.Visible)).DefaultIfEmpty((-1.0, -1.0)).First());

    private static WorstCase Missed(RunTruth truth, TruthViolation v) => new("violation missed",
        string.Create(CultureInfo.InvariantCulture, $"vehicle {v.Vehicle} broke {v.Rule} at {v.AtUs / 1e6:0.00} s; no case was made"), Nearest(truth, v.AtUs), v.Vehicle, null);

    private static WorstCase Wrong(RunTruth truth, JudgedCase c) => new(c.Again ? "case again" : "case wrong", string.Create(CultureInfo.InvariantCulture,
        $"case {c.Case.Id}: {c.Case.Rule} at {c.Case.AtUs / 1e6:0.00} s against {(c.Vehicle is not { } id ? "nothing real" : string.Create(CultureInfo.InvariantCulture, $"vehicle {id}, {(c.Again ? "which has a case for it" : "which kept it")}"))}"),
        Nearest(truth, c.Case.AtUs), c.Vehicle, c.Track);

    private static int Nearest(RunTruth truth, long atUs) =>
        truth.Frames.IsEmpty ? 0 : Enumerable.Range(0, truth.Frames.Length).MinBy(f => Math.Abs(truth.Frames[f].MediaUs - atUs));
}
