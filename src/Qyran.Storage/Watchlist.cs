using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Qyran.Domain.Plates;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Plates that are watched, and when one of them passed. An alert is noted in the transaction of its passage, so neither is there without the other.</summary>
public sealed class Watchlist
{
    private const string Watched = "id, plate, reason, basis, sites, from_us, until_us, entered_by, entered_us, ended_by, ended_us";
    private const string Alerted = "id, watch_id, passage_id, camera_id, site_id, watched, plate_read, fits, at_us";
    private readonly IDatabase database;

    internal Watchlist(IDatabase database) => this.database = database;

    public Task Add(WatchRow row, CancellationToken stop = default) => database.Write(c => c.Run($"""
        insert into watch ({Watched}, has_open) values (@id, @plate, @reason, @basis, @sites, @from, @until, @by, @entered, @endedby, @ended, @open)
        """, ("id", row.Id), ("plate", row.Plate), ("reason", row.Reason), ("basis", row.Basis), ("sites", SiteList.Text(row.Sites)), ("from", row.FromUs), ("until", row.UntilUs),
        ("by", row.EnteredBy), ("entered", row.EnteredUs), ("endedby", row.EndedBy), ("ended", row.EndedUs), ("open", row.Plate.Contains('?', StringComparison.Ordinal) ? 1 : 0)), stop);

    public Task<WatchRow?> Find(string id, CancellationToken stop = default) => database.Read(c => c.First($"select {Watched} from watch where id = @id", Watch, ("id", id)), stop);

    /// <summary>The newest first: those that hold at this instant or later.</summary>
    public Task<ImmutableArray<WatchRow>> Holding(long nowUs, CancellationToken stop = default) => database.Read(c => c.Rows(
        $"select {Watched} from watch where ended_us is null and (until_us is null or until_us > @now) order by entered_us desc, id", Watch, ("now", nowUs)), stop);

    /// <summary>The newest first: those that are over.</summary>
    public Task<ImmutableArray<WatchRow>> Over(long nowUs, int most, CancellationToken stop = default) => database.Read(c => c.Rows(
        $"select {Watched} from watch where ended_us is not null or until_us <= @now order by entered_us desc, id limit @most", Watch, ("now", nowUs), ("most", most)), stop);

    /// <summary>False when there is none that somebody has not ended already.</summary>
    public Task<bool> End(string id, string by, long atUs, CancellationToken stop = default) =>
        database.Write(async c => await c.Run("update watch set ended_by = @by, ended_us = @at where id = @id and ended_us is null", ("id", id), ("by", by), ("at", atUs)) == 1, stop);

    /// <summary>Alerts, the newest first.</summary>
    /// <param name="sites">Only at these sites; null: at all.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    public Task<ImmutableArray<AlertRow>> Alerts(ImmutableArray<string>? sites, AlertRow? after, int most, CancellationToken stop = default) => database.Read(c => c.Rows($"""
        select {Alerted} from watch_alert where {(sites is { } some ? some.IsEmpty ? "1 = 0" : $"site_id in ({Names("site", some.Length)})" : "1 = 1")} {(after is null ? "" : "and (at_us, id) < (@at, @id)")}
        order by at_us desc, id desc limit @most
        """, Alert, [("most", most), .. Values("site", sites ?? []), .. after is null ? Array.Empty<(string, object?)>() : [("at", after.AtUs), ("id", after.Id)]]), stop);

    /// <summary>The alerts of these passages.</summary>
    public async Task<ImmutableArray<AlertRow>> Of(ImmutableArray<string> passages, CancellationToken stop = default) => passages.IsEmpty ? []
        : await database.Read(c => c.Rows($"select {Alerted} from watch_alert where passage_id in ({Names("p", passages.Length)}) order by at_us, id", Alert, Values("p", passages)), stop);

    public Task<AlertRow?> FindAlert(string id, CancellationToken stop = default) => database.Read(c => c.First($"select {Alerted} from watch_alert where id = @id", Alert, ("id", id)), stop);

    /// <summary>Holds passages that were just stored against the list. On the connection of their transaction; costs one question where nothing is watched.</summary>
    internal static async Task Note(DbConnection c, IReadOnlyList<PassageEntry> added)
    {
        if (added.All(e => e.Passage.Plate is null) || (await c.Rows("select 1 where exists (select 1 from watch)", r => r.GetInt32(0))).IsEmpty) return;
        foreach (var (passage, readings) in added)
        {
            if (passage.Plate is not { } plate) continue;
            var read = ReadPlate.Of(plate.Text, readings.Select(r => (r.Text, r.Positions)));
            ImmutableArray<string> texts = [.. read.Texts()];
            var watches = await c.Rows($"""
                select {Watched} from watch where (has_open = 1 or plate in ({Names("p", texts.Length)}))
                and from_us <= @at and (until_us is null or until_us > @at) and (ended_us is null or ended_us > @at) order by id
                """, Watch, [("at", passage.FirstSeenUs), .. Values("p", texts)]);
            foreach (var watch in watches)
            {
                if (watch.Sites is { } sites && !sites.Contains(passage.SiteId)) continue;
                if (WatchedPlate.Parse(watch.Plate)?.Match(read) is not { } match) continue;
                var alert = AlertRow.Of(watch, passage, match);
                var isNew = await c.Run($"insert into watch_alert ({Alerted}) values (@id, @watch, @passage, @camera, @site, @watched, @read, @fits, @at) on conflict (id) do nothing",
                    ("id", alert.Id), ("watch", alert.WatchId), ("passage", alert.PassageId), ("camera", alert.CameraId), ("site", alert.SiteId), ("watched", alert.Watched), ("read", alert.Read),
                    ("fits", Words.Word(alert.Match)), ("at", alert.AtUs)) == 1;
                if (isNew) await Events.Note(c, [EventRow.Of(alert)]);
            }
        }
    }

    private static string Names(string name, int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"@{name}{i}")));

    private static (string, object?)[] Values(string name, ImmutableArray<string> values) => [.. values.Select((v, i) => (string.Create(CultureInfo.InvariantCulture, $"{name}{i}"), (object?)v))];

    private static WatchRow Watch(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), SiteList.Of(r.Text(4)), r.GetInt64(5), r.Number(6), r.GetString(7), r.GetInt64(8), r.Text(9), r.Number(10));

    private static AlertRow Alert(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), Words.Parse<WatchMatch>(r.GetString(7)), r.GetInt64(8));
}
