using System.Collections.Concurrent;

namespace Qyran.Server.Access;

/// <summary>
/// One-time links: 256 random bits, good once and for a while. Only their hashes are held, and only in memory: a restart ends them all. Any thread.
/// </summary>
internal sealed class SignInLinks(TimeProvider clock)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, DateTimeOffset> open = new(StringComparer.Ordinal);

    /// <summary>The secret part of a new link.</summary>
    public string New()
    {
        var token = Secrets.New();
        foreach (var (hash, until) in open)
            if (until < clock.GetUtcNow()) open.TryRemove(hash, out _);
        open[Secrets.Hash(token)] = clock.GetUtcNow() + Lasts;
        return token;
    }

    /// <summary>True the first time within its life, never again.</summary>
    public bool Use(string token) => open.TryRemove(Secrets.Hash(token), out var until) && clock.GetUtcNow() <= until;
}
