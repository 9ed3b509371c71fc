using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Qyran.Domain.Detections;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>An analysis of one clip held against the clip's truth.</summary>
/// <param name="Refused">Passages of vehicles that were given no speed: reason → number.</param>
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

    /// <summary>The same as <see cref="Plates"/> for each country whose plates were seen or accepted.</summary>
    public required ImmutableSortedDictionary<string, PlateFigures> PlatesByCountry { get; init; }

    /// <summary>Stated speeds that no vehicle drove: part of no figure on speeds but their own number.</summary>
    public required ImmutableArray<SpeedOnNothing> SpeedsOnNothing { get; init; }

    /// <summary>The cases that could be judged.</summary>
    public required ImmutableArray<JudgedCase> Cases { get; init; }

    /// <summary>Cases of rules that the truth does not tell of, by rule: neither right nor false.</summary>
    public required ImmutableSortedDictionary<string, int> NotJudged { get; init; }

    /// <summary>Of the heads that the scene watches, together.</summary>
    public required SignalFigures Signals { get; init; }

    public static RunScore Of(RunTruth truth, RunResult result)
    {
        var match = RunMatch.Of(truth, result.Rows);
        var vehicles = truth.Vehicles.ToDictionary(v => v.Id);
        // a vehicle that was hardly ever to be seen is nobody's miss
        var seen = truth.Frames.SelectMany(f => f.Objects).Where(o => vehicles[o.Id].IsVehicle && RunTracks.IsAsked(o))
            .GroupBy(o => o.Id).Where(g => g.Count() >= LeastFrames).Select(g => g.Key).Order().ToList();
        var tracksOf = match.VehicleOf.ToLookup(p => p.Value, p => p.Key);
        var speeds = RunSpeeds.Of(truth, result, match, out var onNothing);
        var sizes = SizesOf(truth, vehicles, match, result);
        var cases = RunViolations.Judge(truth, result, match);
        return new(truth.Scenario, truth.Light, truth.Weather, RunTracks.Score(truth, result.Rows), match, [.. speeds],
            result.Passages.Where(p => p.SpeedRefused is not null && match.VehicleOf.TryGetValue(p.Track, out var v) && vehicles[v].IsVehicle)
                .GroupBy(p => Reason(p.SpeedRefused!)).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            RunViolations.Of(truth, cases), PlatesOf(vehicles, sizes, match, result), CountsOf(vehicles, seen, match, result),
            [.. seen.Where(id => !tracksOf.Contains(id))], [.. seen.Where(id => tracksOf[id].Count() > 1)])
        {
            PlateSizes = sizes,
            PlatesByCountry = vehicles.Values.Select(v => v.Country).OfType<string>().Distinct().Select(c => (Country: c, Figures: PlatesOf(vehicles, sizes, match, result, c)))
                .Where(c => c.Figures is not { Vehicles: 0, Accepted: 0 }).ToImmutableSortedDictionary(c => c.Country, c => c.Figures, StringComparer.Ordinal),
            SpeedsOnNothing = [.. onNothing],
            Cases = cases,
            NotJudged = result.Cases.Where(c => !truth.Tells(c.Rule)).GroupBy(c => c.Rule).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            Signals = result.Signals.Where(s => truth.Signals.ContainsKey(s.Head)).Select(s => SignalFigures.Of(truth.Signals[s.Head], s, truth.Frames.LastOrDefault()?.MediaUs ?? 0)).Aggregate(SignalFigures.None, (a, b) => a + b),
        };
    }

    // half a second at 25 fps
    private const int LeastFrames = 12;

    /// <param name="country">Only plates of this one; null: all.</param>
    private static PlateFigures PlatesOf(Dictionary<int, TruthVehicle> vehicles, ImmutableArray<PlateSize> sizes, RunMatch match, RunResult result, string? country = null)
    {
        PlateSize[] seen = [.. sizes.Where(s => IsAsked(vehicles[s.Vehicle]))];
        var figures = new PlateFigures(seen.Length, seen.Count(s => s.Read), 0, 0, 0, 0, null);
        foreach (var p in result.Passages)
        {
            var vehicle = match.VehicleOf.TryGetValue(p.Track, out var v) ? vehicles[v] : null;
            if (p.Plate is not { } text || !IsAsked(vehicle)) continue;
            // a text on a vehicle without a plate, or on nothing, is wrong from end to end
            var plate = vehicle?.Plate ?? "";
            figures += new PlateFigures(0, 0, 1, plate.Length > 0 && text == plate ? 1 : 0, PlateFigures.Edits(text, plate), plate.Length, p.PlateReads);
        }
        return figures;

        bool IsAsked(TruthVehicle? vehicle) => country is null || vehicle?.Country == country;
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
        var real = seen.Select(id => (Id: id, Lane: passagesOf[id].Select(p => p.Lane!).FirstOrDefault(vehicles[id].Lanes.Contains) ?? vehicles[id].Lane, Class: Word(vehicles[id].Class)))
            .Where(k => k.Lane is not null).ToLookup(k => (k.Lane!, k.Class), k => k.Id);
        var counted = result.Passages.Where(p => p.Lane is not null && (!match.VehicleOf.TryGetValue(p.Track, out var id) || seen.Contains(id))).Select(p => (p.Lane!, Word(p.Class))).ToLookup(k => k);
        return [.. counted.Select(c => c.Key).Union(real.Select(r => r.Key)).OrderBy(k => k.Item1, StringComparer.Ordinal).ThenBy(k => k.Item2, StringComparer.Ordinal)
            .Select(k => new CountRow(k.Item1, k.Item2, real[k].Count(), counted[k].Count(),
                real[k].Count(id => passagesOf[id].Any(p => p.Lane == k.Item1 && Word(p.Class) == k.Item2)), real[k].Count(id => passagesOf[id].Any(p => p.Lane == k.Item1))))];

        static string Word(RoadUser kind) => kind.ToString().ToLowerInvariant();
    }

    // reasons carry figures of the single vehicle; for counting only the words matter
    private static string Reason(string refused) => Figures().Replace(refused, "…");

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Figures();
}
