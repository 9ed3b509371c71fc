using System.Collections.Concurrent;

namespace Qyran.Server.Access;

/// <summary>
/// One-time links into a session: 256 random bits, good once and for a while. Only their hashes are held, and only in memory: a restart ends them all. Any thread.
/// </summary>
internal sealed class SignInLinks(TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string? Account)> open = new(StringComparer.Ordinal);

    /// <summary>The secret part of a new link.</summary>
    /// <param name="account">Whom it signs in; null: the administrator without an account, for whoever started the server.</param>
    public string New(string? account = null)
    {
        var token = Secrets.New();
        foreach (var (hash, link) in open)
            if (link.Until < clock.GetUtcNow()) open.TryRemove(hash, out _);
        open[Secrets.Hash(token)] = (clock.GetUtcNow() + Lasts, account);
        return token;
    }

    /// <summary>Ends the links that sign an account in; null: the administrator without one. To be called wherever sessions end: a link would begin a new one.</summary>
    public void Drop(string? account)
    {
        foreach (var (hash, link) in open)
            if (link.Account == account) open.TryRemove(hash, out _);
    }

    /// <summary>True the first time within its life, never again.</summary>
    public bool Use(string token, out string? account)
    {
        var used = open.TryRemove(Secrets.Hash(token), out var link) && clock.GetUtcNow() <= link.Until;
        account = link.Account;
        return used;
    }
}
