using System.Collections.Concurrent;

namespace Qyran.Server.Access;

/// <summary>
/// Streams and sockets stay open after their right was checked; when an account, key or session is changed they are ended, and whoever still may opens them anew. Any thread.
/// </summary>
internal sealed class Connections
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> open = new(StringComparer.Ordinal);

    /// <summary>Ends when this asker's rights may have changed.</summary>
    public CancellationToken Of(Asker asker) => open.GetOrAdd(asker.Id, _ => new CancellationTokenSource()).Token;

    /// <param name="id">Of the account or key.</param>
    public void End(string id)
    {
        // not disposed: somebody may be taking its token just now, and it holds nothing but memory
        if (open.TryRemove(id, out var source)) source.Cancel();
    }
}
