using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;
using Qyran.Domain.Units;
using Qyran.Storage.Rows;

namespace Qyran.Tests.Storage;

/// <summary>Made rows.</summary>
internal static class Sample
{
    /// <summary>2026-11-20 12:00:00 UTC, µs.</summary>
    public const long Noon = 1_795_176_000_000_000;

    public static PassageRow Passage(string id, long secondsAfterNoon = 0, string? plate = null, int? kmh = null, string camera = "north", string site = "bridge", RoadUser kind = RoadUser.Car, string? country = "KZ") => new(
        id, camera, site, Noon + secondsAfterNoon * 1_000_000, Noon + secondsAfterNoon * 1_000_000 + 3_000_000, kind, 7, "1", "along",
        plate is null ? null : new PlateRow(plate, country, 0.93), kmh is { } v ? new SpeedReading(Speed.FromKmh(v), Speed.FromKmh(1.5m), "c1") { Margin = Speed.FromKmh(2.1m) } : null, kmh is null ? "no calibration" : null, []);

    public static IReadOnlyList<PassageEntry> Entries(params PassageRow[] passages) => [.. passages.Select(p => new PassageEntry(p))];

    public static CaseRow Case(string id, string passage, CaseState state = CaseState.Candidate, long secondsAfterNoon = 0) => new(id, passage, "north", "speed", "KoAP 592 p. 1", "72 km/h where 60 are allowed",
        Noon, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("decided_mmph", "72000000"), null, state, Noon + secondsAfterNoon * 1_000_000);

    public static PlatePattern Plate(string text, int edits = 0, bool lookAlikes = true)
    {
        var pattern = PlatePattern.Parse(text, lookAlikes, edits, out var failure);
        Assert.True(failure is null, failure?.Text);
        return pattern!;
    }
}
