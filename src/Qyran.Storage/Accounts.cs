using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>People who may sign in, and the links by which they choose a password. Few rows. Names are told apart in small letters.</summary>
public sealed class Accounts
{
    private const string Columns = "id, name, role, sites, disabled, password_hash, totp, totp_pending, failures, locked_until_us, made_us, version";
    private readonly IDatabase database;

    internal Accounts(IDatabase database) => this.database = database;

    /// <summary>False when the name is taken.</summary>
    public async Task<bool> Add(AccountRow account, CancellationToken stop = default) => await database.Write(c => c.Run("""
        insert into account (id, name, folded_name, role, sites, disabled, password_hash, made_us, version) values (@id, @name, @folded, @role, @sites, @disabled, @hash, @made, @version)
        on conflict (folded_name) do nothing
        """, ("id", account.Id), ("name", account.Name), ("folded", Folded(account.Name)), ("role", account.Role), ("sites", SiteList.Text(account.Sites)),
        ("disabled", account.Disabled), ("hash", account.PasswordHash), ("made", account.MadeUs), ("version", account.Version)), stop) == 1;

    public Task<ImmutableArray<AccountRow>> All(CancellationToken stop = default) => database.Read(c => c.Rows($"select {Columns} from account order by folded_name", Account), stop);

    public Task<AccountRow?> Find(string id, CancellationToken stop = default) =>
        database.Read(c => c.First($"select {Columns} from account where id = @id", Account, ("id", id)), stop);

    public Task<AccountRow?> Named(string name, CancellationToken stop = default) =>
        database.Read(c => c.First($"select {Columns} from account where folded_name = @name", Account, ("name", Folded(name))), stop);

    /// <summary>Stores role, sites and whether it is disabled, and raises the version.</summary>
    /// <returns>False when somebody else has changed it meanwhile; nothing is stored.</returns>
    public async Task<bool> Save(AccountRow changed, CancellationToken stop = default) => await database.Write(c => c.Run(
        "update account set role = @role, sites = @sites, disabled = @disabled, version = version + 1 where id = @id and version = @version",
        ("id", changed.Id), ("role", changed.Role), ("sites", SiteList.Text(changed.Sites)), ("disabled", changed.Disabled), ("version", changed.Version)), stop) == 1;

    /// <summary>A new password; what went wrong before is forgotten.</summary>
    public Task SetPassword(string id, string hash, CancellationToken stop = default) =>
        database.Write(c => c.Run("update account set password_hash = @hash, failures = 0, locked_until_us = null where id = @id", ("id", id), ("hash", hash)), stop);

    /// <summary>Counts a wrong password or code and locks the account for as long as <paramref name="lockedUntil"/> says of the new count.</summary>
    public Task Failed(string id, Func<int, long?> lockedUntil, CancellationToken stop = default) => database.Write(async c =>
    {
        foreach (var failures in await c.Rows("update account set failures = failures + 1 where id = @id returning failures", r => r.GetInt32(0), ("id", id)))
            if (lockedUntil(failures) is { } until) await c.Run("update account set locked_until_us = @until where id = @id", ("id", id), ("until", until));
        return 0;
    }, stop);

    public Task Succeeded(string id, CancellationToken stop = default) =>
        database.Write(c => c.Run("update account set failures = 0, locked_until_us = null where id = @id", ("id", id)), stop);

    /// <summary>A second factor that was shown and waits for its first code.</summary>
    public Task OfferTotp(string id, ImmutableArray<byte> sealedSecret, CancellationToken stop = default) =>
        database.Write(c => c.Run("update account set totp_pending = @secret where id = @id", ("id", id), ("secret", sealedSecret.ToArray())), stop);

    /// <summary>The offered second factor counts from now on, with these recovery codes (hashes) instead of earlier ones.</summary>
    public Task AcceptTotp(string id, long step, IEnumerable<string> codes, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("delete from recovery_code where account_id = @id", ("id", id));
        await c.Run("update account set totp = totp_pending, totp_pending = null, totp_step = @step where id = @id and totp_pending is not null", ("id", id), ("step", step));
        foreach (var code in codes) await c.Run("insert into recovery_code (account_id, sha256) values (@id, @code)", ("id", id), ("code", code));
        return 0;
    }, stop);

    public Task RemoveTotp(string id, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("delete from recovery_code where account_id = @id", ("id", id));
        return await c.Run("update account set totp = null, totp_pending = null where id = @id", ("id", id));
    }, stop);

    /// <summary>True the first time for a step, and only for later ones than before: a code works once.</summary>
    public async Task<bool> UseTotpStep(string id, long step, CancellationToken stop = default) =>
        await database.Write(c => c.Run("update account set totp_step = @step where id = @id and totp_step < @step", ("id", id), ("step", step)), stop) == 1;

    /// <summary>True the first time for a recovery code (its hash).</summary>
    public async Task<bool> UseRecoveryCode(string id, string sha256, CancellationToken stop = default) =>
        await database.Write(c => c.Run("delete from recovery_code where account_id = @id and sha256 = @sha", ("id", id), ("sha", sha256)), stop) == 1;

    public Task<long> RecoveryCodes(string id, CancellationToken stop = default) =>
        database.Read(async c => (await c.Rows("select count(*) from recovery_code where account_id = @id", r => r.GetInt64(0), ("id", id)))[0], stop);

    /// <summary>A link (its hash) by which a password is chosen; earlier ones of the account end.</summary>
    public Task AddLink(string sha256, string accountId, long untilUs, CancellationToken stop = default) => database.Write(async c =>
    {
        await c.Run("delete from account_link where account_id = @id", ("id", accountId));
        return await c.Run("insert into account_link (sha256, account_id, until_us) values (@sha, @id, @until)", ("sha", sha256), ("id", accountId), ("until", untilUs));
    }, stop);

    /// <summary>Whose link this is; null for none, or when its time is over.</summary>
    public Task<AccountRow?> OfLink(string sha256, long nowUs, CancellationToken stop = default) => database.Read(c => c.First(
        $"select {Columns} from account where id in (select account_id from account_link where sha256 = @sha and until_us >= @now)", Account, ("sha", sha256), ("now", nowUs)), stop);

    /// <summary>True the first time within its life, never again.</summary>
    public async Task<bool> UseLink(string sha256, long nowUs, CancellationToken stop = default) =>
        await database.Write(c => c.Run("delete from account_link where sha256 = @sha and until_us >= @now", ("sha", sha256), ("now", nowUs)), stop) == 1;

    private static string Folded(string name) => name.Trim().ToLowerInvariant();

    internal static AccountRow Account(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), SiteList.Of(r.Text(3)), r.GetBoolean(4), r.Text(5), Bytes(r, 6), Bytes(r, 7),
        r.GetInt32(8), r.Number(9), r.GetInt64(10), r.GetInt32(11));

    private static ImmutableArray<byte>? Bytes(DbDataReader r, int column) => r.IsDBNull(column) ? null : [.. r.GetFieldValue<byte[]>(column)];

    internal static string Selected => Columns;
}
