using System.Collections.Concurrent;

namespace Qyran.Server.Access;

/// <summary>
/// Who was known when the database last answered. While it is away they can still see how the machine and its cameras are; whatever is written down
/// (cases, passages, live video) waits for the database anyway. Any thread.
/// </summary>
internal sealed class LastKnown
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, Asker> known = new(StringComparer.Ordinal);

    /// <param name="hash">Of the session's or key's secret.</param>
    public void Is(string hash, Asker asker)
    {
        if (known.Count >= Most) known.Clear(); // more than ever ask at a time; who is missed signs in when the database is back
        known[hash] = asker;
    }

    /// <summary>The database says that there is no such session or key any more.</summary>
    public void Gone(string hash) => known.TryRemove(hash, out _);

    /// <summary>Only for when the database cannot be asked.</summary>
    public Asker? Find(string hash) => known.GetValueOrDefault(hash);
}
