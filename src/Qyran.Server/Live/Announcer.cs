using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Qyran.Server.Live;

/// <summary>
/// Tells everybody who listens what has just happened: passages, cases, states of cameras. A listener that does not keep up loses the oldest
/// and is told how many: the store has all of it. Any thread.
/// </summary>
internal sealed class Announcer
{
    private const int Room = 256;
    private readonly ConcurrentDictionary<Listener, bool> listeners = new();

    /// <summary>How many people and machines listen now.</summary>
    public int Listeners => listeners.Count(l => l.Value);

    /// <param name="site">Whose listeners are told; null: only those for every site.</param>
    public void Say(string kind, object body, string? site)
    {
        foreach (var (listener, _) in listeners) listener.Tell(new Announcement(kind, body, site));
    }

    /// <param name="counts">False for a part of this server itself.</param>
    public Listener Listen(bool counts = true)
    {
        var listener = new Listener(this);
        listeners[listener] = counts;
        return listener;
    }

    /// <param name="Kind">passage, case, camera or watch.</param>
    internal readonly record struct Announcement(string Kind, object Body, string? Site);

    internal sealed class Listener : IDisposable
    {
        private readonly Announcer from;
        private readonly Channel<Announcement> waiting;
        private long lost;

        public Listener(Announcer from)
        {
            this.from = from;
            waiting = Channel.CreateBounded<Announcement>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref lost));
        }

        public ChannelReader<Announcement> Reader => waiting.Reader;

        /// <summary>How many it has lost so far.</summary>
        public long Lost => Interlocked.Read(ref lost);

        public void Tell(Announcement what) => waiting.Writer.TryWrite(what);

        public void Dispose() => from.listeners.TryRemove(this, out _);
    }
}
