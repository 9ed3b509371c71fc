using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Browsers that are signed in. A session that is removed here is over at its next request, whatever its cookie says.</summary>
public sealed class Sessions
{
    private const string Columns = "sha256, account_id, made_us, seen_us, until_us, address, agent";
    private readonly IDatabase database;

    internal Sessions(IDatabase database) => this.database = database;

    /// <summary>Adds one; those whose time is over go.</summary>
    public Task Add(SessionRow session, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("delete from session where until_us < @now", ("now", session.MadeUs));
        return await c.Run($"insert into session ({Columns}) values (@sha, @account, @made, @seen, @until, @address, @agent)", ("sha", session.Sha256), ("account", session.AccountId),
            ("made", session.MadeUs), ("seen", session.SeenUs), ("until", session.UntilUs), ("address", session.Address), ("agent", session.Agent));
    }, stop);

    /// <summary>The session with this hash and its account as it is now; null for none.</summary>
    public Task<(SessionRow Session, AccountRow? Account)?> Find(string sha256, CancellationToken stop = default) => database.Read<(SessionRow, AccountRow?)?>(async c =>
    {
        if (await c.First($"select {Columns} from session where sha256 = @sha", Session, ("sha", sha256)) is not { } found) return null;
        return (found, found.AccountId is null ? null : await c.First($"select {Accounts.Selected} from account where id = @id", Accounts.Account, ("id", found.AccountId)));
    }, stop);

    public Task<ImmutableArray<SessionRow>> Of(string accountId, CancellationToken stop = default) =>
        database.Read(c => c.Rows($"select {Columns} from session where account_id = @id order by seen_us desc, sha256", Session, ("id", accountId)), stop);

    public Task Seen(string sha256, long seenUs, long untilUs, CancellationToken stop = default) =>
        database.Write(c => c.Run("update session set seen_us = @seen, until_us = @until where sha256 = @sha", ("sha", sha256), ("seen", seenUs), ("until", untilUs)), stop);

    /// <summary>False when there was none.</summary>
    public async Task<bool> Remove(string sha256, CancellationToken stop = default) => await database.Write(c => c.Run("delete from session where sha256 = @sha", ("sha", sha256)), stop) == 1;

    /// <summary>All of an account, but for the one named.</summary>
    public Task<int> RemoveOf(string accountId, string? but = null, CancellationToken stop = default) =>
        database.Write(c => c.Run("delete from session where account_id = @id and sha256 <> @but", ("id", accountId), ("but", but ?? "")), stop);

    /// <summary>All that came by the server's own link.</summary>
    public Task<int> RemoveOfLinks(CancellationToken stop = default) => database.Write(c => c.Run("delete from session where account_id is null"), stop);

    private static SessionRow Session(DbDataReader r) => new(r.GetString(0), r.Text(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetString(5), r.GetString(6));
}
