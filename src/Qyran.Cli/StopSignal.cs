using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Qyran.Cli;

/// <summary>
/// Ctrl-C and a polite kill as a token. The command stops at the next sensible place and says so itself; pressing again while it does changes
/// nothing, but ends the program at once when stopping takes longer than anybody should wait.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration interrupt, terminate;
    private long asked;

    public StopSignal()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Heard);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Heard);
    }

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        stop.Dispose();
    }

    private void Heard(PosixSignalContext signal)
    {
        var first = Interlocked.CompareExchange(ref asked, Stopwatch.GetTimestamp(), 0);
        signal.Cancel = first == 0 || Stopwatch.GetElapsedTime(first) < Patience;
        if (first == 0) stop.Cancel();
    }
}
