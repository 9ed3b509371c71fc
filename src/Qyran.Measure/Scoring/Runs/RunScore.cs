using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Qyran.Domain.Detections;
using Qyran.Domain.Units;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>An analysis of one clip held against the clip's truth.</summary>
/// <param name="Refused">Vehicles that were tracked but given no speed: reason → number.</param>
/// <param name="Violations">By rule.</param>
/// <param name="Missed">Vehicles that were asked for and have no track at all.</param>
/// <param name="Split">Vehicles with more than one track.</param>
public sealed partial record RunScore(
    string Scenario, string Light, string Weather, TrackScore Tracks, RunMatch Match, ImmutableArray<RunSpeed> Speeds, ImmutableSortedDictionary<string, int> Refused,
    ImmutableSortedDictionary<string, ViolationFigures> Violations, PlateFigures Plates, ImmutableArray<CountRow> Counts,
    ImmutableArray<int> Missed, ImmutableArray<int> Split)
{
    /// <summary>The vehicles whose plate was seen whole for <see cref="LeastFrames"/> frames, tracked or not.</summary>
    public required ImmutableArray<PlateSize> PlateSizes { get; init; }

    /// <summary>Of the heads that the scene watches, together.</summary>
    public required SignalFigures Signals { get; init; }

    public static RunScore Of(RunTruth truth, RunResult result)
    {
        var match = RunMatch.Of(truth, result.Rows);
        var vehicles = truth.Vehicles.ToDictionary(v => v.Id);
        // a vehicle that was hardly ever to be seen is nobody's miss
        var seen = truth.Frames.SelectMany(f => f.Objects).Where(o => vehicles[o.Id].IsVehicle && o.Visible >= RunTracks.MinVisible && o.Box.Height >= RunTracks.MinHeight)
            .GroupBy(o => o.Id).Where(g => g.Count() >= LeastFrames).Select(g => g.Key).Order().ToList();
        var tracksOf = match.VehicleOf.ToLookup(p => p.Value, p => p.Key);
        return new(truth.Scenario, truth.Light, truth.Weather, RunTracks.Score(truth, result.Rows), match,
            [.. result.Passages.Select(p => SpeedOf(truth, match, p)).OfType<RunSpeed>()],
            result.Passages.Where(p => p.SpeedRefused is not null && match.VehicleOf.TryGetValue(p.Track, out var v) && vehicles[v].IsVehicle)
                .GroupBy(p => Reason(p.SpeedRefused!)).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            RunViolations.Of(truth, result, match), PlatesOf(vehicles, match, result), CountsOf(vehicles, seen, match, result),
            [.. seen.Where(id => !tracksOf.Contains(id))], [.. seen.Where(id => tracksOf[id].Count() > 1)])
        {
            PlateSizes = SizesOf(truth, vehicles, match, result),
            Signals = result.Signals.Where(s => truth.Signals.ContainsKey(s.Head)).Select(s => SignalFigures.Of(truth.Signals[s.Head], s, truth.Frames.LastOrDefault()?.MediaUs ?? 0)).Aggregate(SignalFigures.None, (a, b) => a + b),
        };
    }

    // half a second at 25 fps
    private const int LeastFrames = 12;

    private static RunSpeed? SpeedOf(RunTruth truth, RunMatch match, RunPassage passage)
    {
        if (passage.Speed is not { } value || passage.Error is not { } error || !match.VehicleOf.TryGetValue(passage.Track, out var vehicle)) return null;
        var frames = match.FramesOf[passage.Track].Where(f => (passage.FromUs is not { } from || truth.Frames[f].MediaUs >= from)
            && (passage.UntilUs is not { } until || truth.Frames[f].MediaUs <= until)).ToList();
        if (frames.Count == 0) return null;
        var objects = frames.ConvertAll(f => truth.Frames[f].Objects.First(o => o.Id == vehicle));
        var way = 0.0;
        for (var i = 1; i < objects.Count; i++) way += objects[i].Road.DistanceTo(objects[i - 1].Road);
        return new(passage.Id, passage.Track, vehicle, truth.Vehicles.First(v => v.Id == vehicle).Class, truth.Light,
            new Speed((long)Math.Round(objects.Average(o => (double)o.Speed.MmPerHour))), value, error, way, frames[frames.Count / 2]);
    }

    private static PlateFigures PlatesOf(Dictionary<int, TruthVehicle> vehicles, RunMatch match, RunResult result)
    {
        var figures = new PlateFigures(match.VehicleOf.Values.Distinct().Count(v => vehicles[v].Plate is not null), 0, 0, 0, 0, null);
        foreach (var p in result.Passages)
        {
            if (p.PlateReads is { } reads) figures += new PlateFigures(0, 0, 0, 0, 0, reads);
            if (p.Plate is not { } text) continue;
            // a text on a vehicle without a plate, or on nothing, is wrong from end to end
            var plate = match.VehicleOf.TryGetValue(p.Track, out var v) ? vehicles[v].Plate ?? "" : "";
            figures += new PlateFigures(0, 1, text == plate ? 1 : 0, PlateFigures.Edits(text, plate), plate.Length, null);
        }
        return figures;
    }

    private static ImmutableArray<PlateSize> SizesOf(RunTruth truth, Dictionary<int, TruthVehicle> vehicles, RunMatch match, RunResult result)
    {
        var read = result.Passages.Where(p => p.Plate is not null && match.VehicleOf.ContainsKey(p.Track)).ToLookup(p => match.VehicleOf[p.Track], p => p.Plate!);
        return [.. truth.Frames.SelectMany(f => f.Objects).Where(o => o.Signs is not null && vehicles[o.Id].Plate is not null).GroupBy(o => o.Id, o => o.Signs!.Value)
            .Where(g => g.Count() >= LeastFrames).OrderBy(g => g.Key)
            .Select(g => new PlateSize(g.Key, g.OrderDescending().ElementAt(LeastFrames - 1), read[g.Key].Contains(vehicles[g.Key].Plate), read[g.Key].Any(t => t != vehicles[g.Key].Plate)))];
    }

    /// <summary>
    /// True are the vehicles asked for, each in the lane it is counted in where that is one of its lanes, else in its first; counted are the passages,
    /// but for those of people and of what is not asked for.
    /// </summary>
    private static ImmutableArray<CountRow> CountsOf(Dictionary<int, TruthVehicle> vehicles, List<int> seen, RunMatch match, RunResult result)
    {
        var passagesOf = result.Passages.Where(p => p.Lane is not null && match.VehicleOf.ContainsKey(p.Track)).ToLookup(p => match.VehicleOf[p.Track]);
        var real = seen.Select(id => (Lane: passagesOf[id].Select(p => p.Lane!).FirstOrDefault(vehicles[id].Lanes.Contains) ?? vehicles[id].Lane, Class: Word(vehicles[id].Class)))
            .Where(k => k.Lane is not null).Select(k => (k.Lane!, k.Class)).ToLookup(k => k);
        var counted = result.Passages.Where(p => p.Lane is not null && (!match.VehicleOf.TryGetValue(p.Track, out var id) || seen.Contains(id))).Select(p => (p.Lane!, Word(p.Class))).ToLookup(k => k);
        return [.. counted.Select(c => c.Key).Union(real.Select(r => r.Key)).OrderBy(k => k.Item1, StringComparer.Ordinal).ThenBy(k => k.Item2, StringComparer.Ordinal)
            .Select(k => new CountRow(k.Item1, k.Item2, real[k].Count(), counted[k].Count()))];

        static string Word(RoadUser kind) => kind.ToString().ToLowerInvariant();
    }

    // reasons carry figures of the single vehicle; for counting only the words matter
    private static string Reason(string refused) => Figures().Replace(refused, "…");

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Figures();
}
