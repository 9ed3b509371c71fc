using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Qyran.Storage.Rows;
using Qyran.Storage.Search;

namespace Qyran.Storage.Traffic;

/// <summary>
/// Traffic as numbers: the database counts, no passage leaves it. People on foot are no vehicles and are left out. What a question costs is in the
/// passages of its span; docs/design/traffic.md says how much that is.
/// </summary>
public sealed class TrafficCounts
{
    private const long HourUs = 3_600_000_000;

    /// <summary>A place's own index is worth its while for so few; with more the rows are read in the order of time.</summary>
    private const int FewPlaces = 12;

    /// <summary>1970 began on a Thursday; a week here begins on Monday.</summary>
    private const int ThursdayHour = 72;

    private readonly IDatabase database;
    private readonly ITrafficSql sql;

    internal TrafficCounts(IDatabase database, ITrafficSql sql) => (this.database, this.sql) = (database, sql);

    /// <summary>Vehicles by stretch of time, and by lane (<paramref name="byLane"/>) or camera. In the order of time; what is zero is left out.</summary>
    public Task<ImmutableArray<FlowCount>> Flow(TrafficQuery ask, bool byLane, CancellationToken stop = default) => database.Read(async c =>
    {
        if (await Places(c, ask) is not { } places) return [];
        var rows = await c.Rows($"""
            select (key / 1024 + @offset) / @bin as n, {(byLane ? "lane" : "place_no")} as part, count(*) from {sql.Passages(places.Length is > 0 and <= FewPlaces)}
            where {Span}{Of(places)} and class <> 'person' group by 1, 2 order by 1, 2
            """, r => byLane ? new FlowCount(r.GetInt64(0), null, r.Text(1), r.GetInt64(2)) : new FlowCount(r.GetInt64(0), r.GetInt32(1).ToString(CultureInfo.InvariantCulture), null, r.GetInt64(2)),
            [.. Values(ask), ("bin", ask.BinUs), ("offset", ask.OffsetUs)]);
        if (byLane) return rows;
        var cameras = (await c.Rows("select no, camera_id from place", r => (No: r.GetInt32(0).ToString(CultureInfo.InvariantCulture), Camera: r.GetString(1)))).ToDictionary(p => p.No, p => p.Camera, StringComparer.Ordinal);
        // a camera that was moved stands at two places
        return [.. rows.GroupBy(r => (r.Bin, Camera: cameras[r.CameraId!])).Select(g => new FlowCount(g.Key.Bin, g.Key.Camera, null, g.Sum(r => r.Count)))];
    }, stop);

    /// <summary>Vehicles by hour of the week: 168 numbers, Monday's first hour first.</summary>
    public Task<ImmutableArray<long>> Week(TrafficQuery ask, CancellationToken stop = default) => database.Read(async c =>
    {
        var week = new long[168];
        if (await Places(c, ask) is { } places)
            foreach (var (hour, count) in await c.Rows($"""
                select (key / 1024 + @offset) / @hour % 168 as n, count(*) from {sql.Passages(places.Length is > 0 and <= FewPlaces)}
                where {Span}{Of(places)} and class <> 'person' group by 1
                """, r => (r.GetInt64(0), r.GetInt64(1)), [.. Values(ask), ("hour", HourUs), ("offset", ask.OffsetUs)]))
                week[(hour + ThursdayHour) % 168] += count;
        return ImmutableArray.Create(week);
    }, stop);

    /// <summary>Vehicles by their measured speed, slowest first, then those without one.</summary>
    public Task<ImmutableArray<SpeedCount>> Speeds(TrafficQuery ask, CancellationToken stop = default) => database.Read<ImmutableArray<SpeedCount>>(async c =>
    {
        if (await Places(c, ask) is not { } places) return [];
        // -1: not measured, -2: another maker's
        var rows = await c.Rows($"""
            select case when foreign_source is not null then -2 when speed_mmph is null then -1 else speed_mmph / 1000000 end as n, count(*)
            from {sql.Passages(places.Length is > 0 and <= FewPlaces)} where {Span}{Of(places)} and class <> 'person' group by 1 order by 1
            """, r => (N: (int)r.GetInt64(0), Count: r.GetInt64(1)), Values(ask));
        return [.. rows.OrderBy(r => r.N < 0).ThenBy(r => r.N).Select(r => new SpeedCount(r.N < 0 ? null : r.N, r.N == -2, r.Count))];
    }, stop);

    /// <summary>Where the vehicles went through the picture; of use for one camera.</summary>
    public Task<TrailHeat> Trails(TrafficQuery ask, CancellationToken stop = default) => database.Read(async c =>
    {
        var heat = new TrailHeat();
        if (await Places(c, ask) is not { } places) return heat;
        await c.Each($"select trail from {sql.Passages(places.Length is > 0 and <= FewPlaces)} where {Span}{Of(places)} and class <> 'person'", r => heat.Add(r.IsDBNull(0) ? [] : r.GetFieldValue<byte[]>(0)), Values(ask));
        return heat;
    }, stop);

    /// <summary>Cases by stretch of time, rule, site and state, in the order of time.</summary>
    public Task<ImmutableArray<ViolationCount>> Violations(TrafficQuery ask, CancellationToken stop = default) => database.Read(c =>
    {
        var with = new List<(string, object?)> { ("from", ask.FromUs), ("until", ask.UntilUs), ("bin", ask.BinUs), ("offset", ask.OffsetUs) };
        return c.Rows($"""
            select (at_us + @offset) / @bin as n, rule, site_id, state, count(*) from road_case
            where at_us >= @from and at_us < @until{In("site_id", "site", ask.Sites, with)}{In("camera_id", "camera", ask.Cameras.IsEmpty ? null : ask.Cameras, with)}
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            """, r => new ViolationCount(r.GetInt64(0), r.GetString(1), r.Text(2), Words.Parse<CaseState>(r.GetString(3)), r.GetInt64(4)), [.. with]);
    }, stop);

    private const string Span = "key >= @from and key < @until";

    private static (string, object?)[] Values(TrafficQuery ask) => [("from", PassageKey.From(ask.FromUs)), ("until", PassageKey.From(ask.UntilUs))];

    private string Of(ImmutableArray<int> places) => places.IsEmpty ? "" : $" and {(places.Length <= FewPlaces ? "" : sql.NoIndex)}place_no in ({KeySql.List(places)})";

    /// <summary>Null when there is no such place, empty when every one counts.</summary>
    private static async Task<ImmutableArray<int>?> Places(DbConnection c, TrafficQuery ask)
    {
        if (ask.Cameras.IsEmpty && ask.Sites is null) return [];
        ImmutableArray<int> places = [.. (await c.Rows("select no, camera_id, site_id from place", r => (No: r.GetInt32(0), Camera: r.GetString(1), Site: r.GetString(2))))
            .Where(p => (ask.Cameras.IsEmpty || ask.Cameras.Contains(p.Camera)) && (ask.Sites is not { } some || some.Contains(p.Site))).Select(p => p.No)];
        return places.IsEmpty ? null : places;
    }

    private static string In(string column, string name, ImmutableArray<string>? words, List<(string, object?)> with)
    {
        if (words is not { } some) return "";
        if (some.IsEmpty) return " and 1 = 0";
        var names = some.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{name}{i}")).ToArray();
        with.AddRange(some.Zip(names, (value, at) => (at, (object?)value)));
        return $" and {column} in ({string.Join(", ", names.Select(n => "@" + n))})";
    }
}
