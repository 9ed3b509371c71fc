using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Plates;
using Qyran.Domain.Units;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>How passages and readings stand in their columns, on both engines.</summary>
internal static class PassageColumns
{
    /// <summary>What <see cref="Passage"/> reads, in its order; the tables it needs are in <see cref="Tables"/>.</summary>
    public const string Selected = """
        p.key, p.id, l.camera_id, l.site_id, p.last_seen_us, p.class, p.track, p.lane, p.direction, coalesce(p.plate_read, q.text), p.plate_country,
        p.plate_confidence, p.speed_mmph, p.error_mmph, p.calibration, p.speed_refused, p.evidence, q.text, p.foreign_source, p.trail, p.margin_mmph
        """;

    public const string Tables = "passage p join place l on l.no = p.place_no left join plate q on q.no = p.plate_no";

    public const string Inserted = """
        key, id, place_no, last_seen_us, class, track, lane, direction, plate_no, plate_country, plate_confidence, plate_read,
        speed_mmph, error_mmph, calibration, speed_refused, evidence, foreign_source, trail, margin_mmph
        """;

    public static PassageRow Passage(DbDataReader r) => new(
        r.GetString(1), r.GetString(2), r.GetString(3), PassageKey.Us(r.GetInt64(0)), r.GetInt64(4), Words.Parse<RoadUser>(r.GetString(5)), r.GetInt64(6),
        r.Text(7), r.Text(8), r.Text(9) is { } plate ? new PlateRow(plate, r.Text(10), r.GetDouble(11)) : null,
        r.Number(12) is { } speed ? new SpeedReading(new Speed(speed), new Speed(r.GetInt64(13)), r.GetString(14)) { Margin = new Speed(r.Number(20) ?? r.GetInt64(13)) } : null,
        r.Text(15), r.Text(16) is { } paths ? [.. JsonSerializer.Deserialize<string[]>(paths)!] : [])
    {
        Foreign = r.Text(18) is { } source ? JsonSerializer.Deserialize<ForeignRow>(source) : null,
        Trail = r.IsDBNull(19) ? [] : [.. r.GetFieldValue<byte[]>(19)],
    };

    /// <summary>The values of <see cref="Inserted"/> from the third column on; null where unknown.</summary>
    public static object?[] Values(PassageRow p, int placeNo, int? plateNo) =>
    [
        placeNo, p.LastSeenUs, Words.Word(p.Class), p.Track, p.Lane, p.Direction, plateNo, p.Plate?.Country, p.Plate?.Confidence,
        p.Plate is { } plate && PlateForm.Normalise(plate.Text) != plate.Text ? plate.Text : null,
        p.Speed?.Value.MmPerHour, p.Speed?.Error.MmPerHour, p.Speed?.By, p.SpeedRefused, p.Evidence.IsEmpty ? null : JsonSerializer.Serialize(p.Evidence.ToArray()),
        p.Foreign is { } foreign ? JsonSerializer.Serialize(foreign) : null,
        p.Trail.IsDefaultOrEmpty ? null : p.Trail.ToArray(),
        p.Speed?.Margin.MmPerHour,
    ];

    public static ReadingRow Reading(DbDataReader r) => new(r.GetInt64(0), r.GetString(1), r.Text(2), r.GetDouble(3), Positions(r.Text(4)));

    /// <summary>JSON: for each position a flat list of sign, confidence, sign, confidence; null for none.</summary>
    public static string? Positions(ImmutableArray<ImmutableArray<SignGuess>> positions) => positions.IsEmpty ? null
        : JsonSerializer.Serialize(positions.Select(p => p.SelectMany(g => new object[] { g.Sign.ToString(), g.Confidence })));

    private static ImmutableArray<ImmutableArray<SignGuess>> Positions(string? json)
    {
        if (json is null) return [];
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(p => p.EnumerateArray().Chunk(2).Select(g => new SignGuess(g[0].GetString()![0], g[1].GetDouble())).ToImmutableArray())];
    }

    /// <summary>Throws on rows no database may hold: they come from a mistake in the program.</summary>
    public static void Check(PassageRow p)
    {
        if (p.Id.Length is 0 or > 100) throw new ArgumentException($"a passage's id has 1 to 100 signs, not {p.Id.Length}");
        if (p.FirstSeenUs is < 0 or > PassageKey.LastUs) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"passage {p.Id} was first seen at {p.FirstSeenUs} µs, outside 1970 to 2255"));
        if (p.LastSeenUs < p.FirstSeenUs) throw new ArgumentException($"passage {p.Id} was last seen before it was first seen");
        if (p.Plate is { } plate && PlateForm.Normalise(plate.Text).Length is 0 or > 64) throw new ArgumentException($"passage {p.Id} has a plate of no or too many signs");
    }
}
