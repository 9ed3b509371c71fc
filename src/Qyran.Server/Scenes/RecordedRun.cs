using Qyran.Domain.Failures;
using Qyran.Line.Live;

namespace Qyran.Server.Scenes;

/// <summary>One piece of work over a camera's recorded minutes, for somebody who draws its scene. Its own task does it; anybody may ask how far it is.</summary>
/// <param name="site">Where the camera was when it began: an id may come to another site later.</param>
internal abstract class RecordedRun(string site, CancellationToken end) : IDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(end);

    public string Site => site;
    public CancellationToken Stopped => stop.Token;
    public abstract bool Runs { get; }

    /// <param name="fromUs">The first picture, µs UTC, and</param><param name="untilUs">the last one's end.</param>
    public abstract void Begin(long fromUs, long untilUs);

    /// <summary>Blocks until it is done or <see cref="Stopped"/>.</summary>
    /// <param name="path">The minutes as a video.</param>
    /// <param name="live">The camera as it runs now; null: it does not.</param>
    public abstract Failure? Work(string path, LiveStatus? live);

    /// <summary>Done, or stopped.</summary>
    public abstract void End();

    public abstract void Fail(Failure failure);

    public void Stop() => stop.Cancel();

    public void Dispose() => stop.Dispose();
}
