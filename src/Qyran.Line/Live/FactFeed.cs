using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Qyran.Line.Live;

/// <summary>Hands each frame's facts to viewers; a slow viewer loses the oldest, the line never waits. Safe from any thread.</summary>
public sealed class FactFeed
{
    private const int Waiting = 64;
    private readonly Lock _gate = new();
    private Channel<FrameFacts>[] _viewers = [];

    /// <summary>Somebody watches: only then facts are made.</summary>
    public bool Watched => Volatile.Read(ref _viewers).Length > 0;

    public async IAsyncEnumerable<FrameFacts> Watch([EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<FrameFacts>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate) _viewers = [.. _viewers, channel];
        try
        {
            await foreach (var facts in channel.Reader.ReadAllAsync(stop)) yield return facts;
        }
        finally
        {
            lock (_gate) _viewers = [.. _viewers.Where(v => v != channel)];
        }
    }

    internal void Add(FrameFacts facts)
    {
        foreach (var viewer in Volatile.Read(ref _viewers)) viewer.Writer.TryWrite(facts);
    }
}
