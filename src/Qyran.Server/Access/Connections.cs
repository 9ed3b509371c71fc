using System.Collections.Concurrent;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>
/// Streams and sockets stay open after their right was checked; when an account, key or session is changed they are ended, and whoever still may opens them anew. So are
/// a camera's when it moves to another site. Any thread.
/// </summary>
internal sealed class Connections(Store store, TimeProvider clock)
{
    private const string Camera = "camera/";
    private readonly ConcurrentDictionary<string, CancellationTokenSource> open = new(StringComparer.Ordinal);

    /// <summary>Begins a stream or socket: with the asker's rights as they are now, until those, or the camera's site, may have changed or the session is over.</summary>
    /// <param name="known">Who asked, as the request found them.</param>
    /// <param name="camera">Whose pictures are shown; null: none's.</param>
    /// <param name="left">Ends it too.</param>
    /// <returns>Null for who has no right any more, and where there is no such camera at the asker's sites. The caller disposes it at its end.</returns>
    public async Task<OpenConnection?> Begin(Asker known, string? camera, CancellationToken left)
    {
        // listened to first, read then: what is stored in between ends it
        var (rights, view) = (Token(known.Id), camera is null ? CancellationToken.None : Token(Camera + camera));
        if (await Now(known, left) is not var (asker, until)) return null;
        if (camera is not null && (await store.Sites.FindCamera(camera, left) is not { } row || !asker.Sees(row.SiteId))) return null;
        var lasts = until - clock.GetUtcNow();
        return lasts <= TimeSpan.Zero ? null : new OpenConnection(asker, lasts, clock, rights, view, left);
    }

    /// <summary>To be called once what an account, a key or a session may is stored.</summary>
    /// <param name="id">Of the account or key.</param>
    public void End(string id)
    {
        // not disposed: somebody may be taking its token just now, and it holds nothing but memory
        if (open.TryRemove(id, out var source)) source.Cancel();
    }

    /// <summary>To be called once another site of this camera is stored.</summary>
    public void EndCamera(string id) => End(Camera + id);

    private CancellationToken Token(string key) => open.GetOrAdd(key, _ => new CancellationTokenSource()).Token;

    /// <summary>The asker as stored now, and when their session is over; null: not any more.</summary>
    private async Task<(Asker Asker, DateTimeOffset? Until)?> Now(Asker known, CancellationToken stop)
    {
        if (known.Session is { } hash)
        {
            if (await SessionCookie.Find(hash, store, clock.GetUtcNow(), stop) is not var (session, asker)) return null;
            return (asker, Moment.Of(session.UntilUs));
        }
        if ((await store.ApiKeys.All(stop)).FirstOrDefault(k => k.Id == known.Id) is not { } key) return null;
        return (Asker.Of(key), (DateTimeOffset?)null);
    }
}
