using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Domain.Audit;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>The audit log: only added to, each line's hash covering the line before. The tables themselves refuse changes; what gets round that, a check of the hashes finds.</summary>
public sealed class AuditLog
{
    private const string Columns = "seq, at_us, who_id, who, origin, act, thing, result, detail, previous, sha256";
    private readonly IDatabase database;

    internal AuditLog(IDatabase database) => this.database = database;

    /// <summary>Adds a line and returns when it is on disk.</summary>
    /// <param name="line">The line at a place (sequence, hash of the line before). May be asked again for another place.</param>
    /// <param name="hash">Hash of a line, lower-case hex.</param>
    public Task<AuditRow> Append(Func<long, string, AuditEntry> line, Func<AuditEntry, string> hash, CancellationToken stop = default) => database.Write(async c =>
    {
        // whoever writes holds this row until its line is in: one after the other, on either engine
        var (seq, previous) = (await c.Rows("update audit_head set seq = seq + 1 returning seq, sha256", r => (r.GetInt64(0), r.GetString(1))))[0];
        var entry = line(seq, previous);
        var row = new AuditRow(entry, hash(entry));
        await c.Run($"insert into audit ({Columns}) values (@seq, @at, @id, @who, @from, @act, @thing, @result, @detail, @previous, @sha)", ("seq", seq), ("at", entry.AtUs), ("id", entry.WhoId),
            ("who", entry.Who), ("from", entry.From), ("act", entry.Act), ("thing", entry.Thing), ("result", entry.Result), ("detail", entry.Detail), ("previous", previous), ("sha", row.Sha256));
        await c.Run("update audit_head set sha256 = @sha", ("sha", row.Sha256));
        return row;
    }, stop);

    /// <summary>The last line; null while there is none.</summary>
    public Task<AuditRow?> Last(CancellationToken stop = default) => database.Read(c => c.First($"select {Columns} from audit order by seq desc limit 1", Row), stop);

    /// <summary>Lines that fit, the newest first.</summary>
    public Task<ImmutableArray<AuditRow>> Find(AuditQuery query, int most, CancellationToken stop = default)
    {
        var (where, with) = (new List<string> { "1 = 1" }, new List<(string, object?)> { ("most", most) });
        void And(string condition, string name, object? value)
        {
            if (value is null) return;
            where.Add(condition);
            with.Add((name, value));
        }
        And("who = @who", "who", query.Who);
        And("thing = @thing", "thing", query.Thing);
        And("substr(act, 1, length(@act)) = @act", "act", query.Act);
        And("at_us >= @from", "from", query.FromUs);
        And("at_us < @until", "until", query.UntilUs);
        And("seq < @before", "before", query.Before);
        return database.Read(c => c.Rows($"select {Columns} from audit where {string.Join(" and ", where)} order by seq desc limit @most", Row, [.. with]), stop);
    }

    /// <summary>Lines in their order from this place on, for a check.</summary>
    public Task<ImmutableArray<AuditRow>> From(long sequence, int most, CancellationToken stop = default) =>
        database.Read(c => c.Rows($"select {Columns} from audit where seq >= @from order by seq limit @most", Row, ("from", sequence), ("most", most)), stop);

    private static AuditRow Row(DbDataReader r) => new(new AuditEntry(r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7),
        r.GetString(8), r.GetString(9)), r.GetString(10));
}
