using System.Threading.Channels;

namespace Qyran.Line.Live;

/// <summary>
/// Tells the house what must never be lost, in order, again and again until it is taken. Nobody who tells waits, but for passages and cases, which wait by themselves: what goes
/// through here is rare (gaps, alarms, rows).
/// </summary>
internal sealed class LiveTold(TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private const int TriesAfterStop = 3;
    private readonly Channel<Func<CancellationToken, ValueTask>> waiting = Channel.CreateUnbounded<Func<CancellationToken, ValueTask>>(new UnboundedChannelOptions { SingleReader = true });
    private Task? task;
    private volatile bool stopping;
    private string? refused;

    /// <summary>Why the last call did not succeed; null when it did.</summary>
    public string? Refused => Volatile.Read(ref refused);

    /// <summary>From now on there is little patience left.</summary>
    public void Hurry() => stopping = true;

    public void Start() => task = Task.Run(async () =>
    {
        await foreach (var what in waiting.Reader.ReadAllAsync(CancellationToken.None)) await Insist(what);
    });

    /// <summary>Behind all that was told before.</summary>
    public void Tell(Func<CancellationToken, ValueTask> what) => waiting.Writer.TryWrite(what);

    /// <summary>Does it until it is done; after <see cref="Hurry"/> a few times more only.</summary>
    public async ValueTask<bool> Insist(Func<CancellationToken, ValueTask> what)
    {
        var pause = TimeSpan.FromMilliseconds(200);
        for (var left = TriesAfterStop; left > 0; left -= stopping ? 1 : 0)
        {
            try
            {
                await what(CancellationToken.None);
                Volatile.Write(ref refused, null);
                return true;
            }
            catch (Exception e) when (e is not (NullReferenceException or InvalidCastException or ArgumentException))
            {
                // the outside world (a database, a disk) refuses; what it says is shown in the camera's status
                Volatile.Write(ref refused, e.Message);
            }
            await Task.Delay(stopping ? TimeSpan.FromMilliseconds(200) : pause, clock, CancellationToken.None);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
        return false;
    }

    /// <summary>The same for a thread.</summary>
    public bool InsistHere(Func<CancellationToken, ValueTask> what) => Insist(what).AsTask().GetAwaiter().GetResult();

    /// <summary>Tells what is left and ends.</summary>
    public async Task End()
    {
        waiting.Writer.TryComplete();
        if (task is not null) await task;
    }
}
