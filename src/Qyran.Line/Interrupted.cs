using Qyran.Domain.Failures;

namespace Qyran.Line;

/// <summary>
/// A supervisor that stops a service often signals every process of it, and ffmpeg may be gone before we hear of the stop ourselves: what a child
/// failed at is held against a stop that comes with it, so that a stop is not told as a broken disk and no pack goes without the clip it should have.
/// </summary>
internal static class Interrupted
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    /// <summary>The failure, or Cancelled with <paramref name="text"/> when a stop arrives with it; null when nothing failed.</summary>
    public static Failure? Told(Failure? failure, string text, CancellationToken stop) =>
        failure is not null && stop.WaitHandle.WaitOne(Wait) ? new Failure(FailureKind.Cancelled, text) : failure;
}
