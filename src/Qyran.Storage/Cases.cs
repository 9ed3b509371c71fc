using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Cases and what people decided.</summary>
public sealed class Cases
{
    private const string Columns = "id, passage_id, camera_id, rule, offence, why, at_us, facts, evidence, state, created_us, decided_us, decided_by, reason, version, site_id";
    private readonly IDatabase database;

    internal Cases(IDatabase database) => this.database = database;

    /// <summary>Files new cases; one whose id is filed already stays as it is, so adding again after a lost answer is safe.</summary>
    public Task Add(IReadOnlyList<CaseRow> cases, CancellationToken stop = default) => database.Write(async c =>
    {
        foreach (var filed in cases)
        {
            var isNew = await c.Run($"""
                insert into road_case ({Columns}) values (@id, @passage, @camera, @rule, @offence, @why, @at, @facts, @evidence, @state, @created, @decided, @by, @reason, @version, @site)
                on conflict (id) do nothing
                """, [("id", filed.Id), ("passage", filed.PassageId), ("camera", filed.CameraId), ("rule", filed.Rule), ("offence", filed.Offence), ("why", filed.Why),
                ("at", filed.AtUs), ("facts", JsonSerializer.Serialize(filed.Facts)), ("created", filed.CreatedUs), ("site", filed.SiteId), .. Changing(filed)]) == 1;
            if (isNew) await Events.Note(c, [EventRow.Of(filed)]);
        }
        return 0;
    }, stop);

    /// <summary>Stores what may change (state, decision, evidence) and raises the version.</summary>
    /// <returns>False when the stored case is not of <paramref name="changed"/>'s version any more: somebody else was faster; nothing is stored.</returns>
    public Task<bool> Save(CaseRow changed, CancellationToken stop = default) => database.Write(async c =>
    {
        var before = await c.First("select state from road_case where id = @id", r => r.GetString(0), ("id", changed.Id));
        var saved = await c.Run("""
            update road_case set state = @state, evidence = @evidence, decided_us = @decided, decided_by = @by, reason = @reason, version = @version + 1
            where id = @id and version = @version
            """, [("id", changed.Id), .. Changing(changed)]) == 1;
        if (saved) await Events.Note(c, [EventRow.Of(changed with { Version = changed.Version + 1 }, decided: changed.DecidedUs is not null && before != Words.Word(changed.State))]);
        return saved;
    }, stop);

    /// <summary>Names the case's pack and raises the version, whatever people have decided meanwhile.</summary>
    /// <returns>False when it was named already, or there is no such case.</returns>
    public Task<bool> Attach(string id, string pack, CancellationToken stop = default) => database.Write(async c =>
    {
        if (await c.Run("update road_case set evidence = @pack, version = version + 1 where id = @id and (evidence is null or evidence <> @pack)", ("id", id), ("pack", pack)) != 1) return false;
        if (await c.First($"select {Columns} from road_case where id = @id", Case, ("id", id)) is { } now) await Events.Note(c, [EventRow.Of(now)]);
        return true;
    }, stop);

    public Task<CaseRow?> Find(string id, CancellationToken stop = default) =>
        database.Read(c => c.First($"select {Columns} from road_case where id = @id", Case, ("id", id)), stop);

    public Task<ImmutableArray<CaseRow>> OfPassage(string passageId, CancellationToken stop = default) =>
        database.Read(c => c.Rows($"select {Columns} from road_case where passage_id = @passage order by id", Case, ("passage", passageId)), stop);

    /// <summary>The cases of one state, oldest first as a queue or newest first.</summary>
    /// <param name="after">The last case of the page before; null for the first page.</param>
    /// <param name="sites">Only of these sites; null: of all.</param>
    public Task<ImmutableArray<CaseRow>> In(CaseState state, CaseRow? after = null, int most = 50, bool newestFirst = false, ImmutableArray<string>? sites = null, CancellationToken stop = default) => database.Read(c => c.Rows($"""
        select {Columns} from road_case where state = @state {OfSites(sites)} {(after is null ? "" : $"and (created_us, id) {(newestFirst ? "<" : ">")} (@created, @id)")}
        order by created_us {(newestFirst ? "desc" : "")}, id {(newestFirst ? "desc" : "")} limit @most
        """, Case, [("state", Words.Word(state)), ("most", most), .. SiteValues(sites), .. after is null ? Array.Empty<(string, object?)>() : [("created", after.CreatedUs), ("id", after.Id)]]), stop);

    /// <summary>How many cases stand in each state; states without a case are left out.</summary>
    /// <param name="sites">Only of these sites; null: of all.</param>
    public Task<ImmutableDictionary<CaseState, long>> Counts(ImmutableArray<string>? sites = null, CancellationToken stop = default) => database.Read(async c => (await c.Rows(
        $"select state, count(*) from road_case where 1 = 1 {OfSites(sites)} group by state", r => (State: Words.Parse<CaseState>(r.GetString(0)), Count: r.GetInt64(1)), SiteValues(sites)))
        .ToImmutableDictionary(r => r.State, r => r.Count), stop);

    /// <summary>How many cases wait for a decision.</summary>
    /// <param name="sites">Only of these sites; null: of all.</param>
    public Task<long> CountOpen(ImmutableArray<string>? sites = null, CancellationToken stop = default) => database.Read(async c => (await c.Rows(
        $"select count(*) from road_case where state in (@candidate, @checked) {OfSites(sites)}", r => r.GetInt64(0),
        [("candidate", Words.Word(CaseState.Candidate)), ("checked", Words.Word(CaseState.Checked)), .. SiteValues(sites)]))[0], stop);

    private static string OfSites(ImmutableArray<string>? sites) => sites is not { } some ? ""
        : some.IsEmpty ? "and 1 = 0" : $"and site_id in ({string.Join(", ", some.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@site{i}")))})";

    private static (string, object?)[] SiteValues(ImmutableArray<string>? sites) => [.. (sites ?? []).Select((s, i) => (string.Create(CultureInfo.InvariantCulture, $"site{i}"), (object?)s))];

    /// <summary>Whether a case of a camera is of an instant within a span, both ends included.</summary>
    internal async Task<bool> Any(string cameraId, long fromUs, long untilUs, CancellationToken stop) => await database.Read(c => c.First(
        "select id from road_case where camera_id = @camera and at_us between @from and @until limit 1", r => r.GetString(0),
        ("camera", cameraId), ("from", fromUs), ("until", untilUs)), stop) is not null;

    /// <summary>The id of a case that names this pack; null when none does.</summary>
    internal Task<string?> WithEvidence(string path, CancellationToken stop) =>
        database.Read(c => c.First("select id from road_case where evidence = @path order by id limit 1", r => r.GetString(0), ("path", path)), stop);

    /// <summary>Ids of cases whose pack has no row.</summary>
    internal Task<ImmutableArray<string>> WithoutEvidence(CancellationToken stop) => database.Read(c => c.Rows(
        "select id from road_case where evidence is not null and not exists (select 1 from evidence e where e.path = road_case.evidence) order by id", r => r.GetString(0)), stop);

    private static (string, object?)[] Changing(CaseRow c) =>
        [("state", Words.Word(c.State)), ("evidence", c.Evidence), ("decided", c.DecidedUs), ("by", c.DecidedBy), ("reason", c.Reason), ("version", c.Version)];

    private static CaseRow Case(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Text(4), r.GetString(5), r.GetInt64(6),
        JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(7))!.ToImmutableSortedDictionary(StringComparer.Ordinal), r.Text(8), Words.Parse<CaseState>(r.GetString(9)),
        r.GetInt64(10), r.Number(11), r.Text(12), r.Text(13), r.GetInt32(14), r.Text(15));
}
