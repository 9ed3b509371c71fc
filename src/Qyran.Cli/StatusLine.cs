using System.Diagnostics;

namespace Qyran.Cli;

/// <summary>
/// One line on stderr that says how far long work is: redrawn on a terminal at most five times a second, a plain line every ten seconds elsewhere.
/// Written by hand rather than by the console library: its live renderer cost more CPU than analysing a small clip.
/// </summary>
internal sealed class StatusLine : IDisposable
{
    private long shown = Stopwatch.GetTimestamp();
    private bool drawn;

    public bool Terminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether it is time for another; ask before making the text.</summary>
    public bool Due => Stopwatch.GetElapsedTime(shown).TotalSeconds >= (Terminal ? 0.2 : 10);

    public void Show(string text)
    {
        shown = Stopwatch.GetTimestamp();
        if (Terminal) Console.Error.Write("\r\u001b[2K" + text);
        else Console.Error.WriteLine(text);
        drawn = true;
    }

    /// <summary>Makes room for other words.</summary>
    public void Clear()
    {
        if (drawn && Terminal) Console.Error.Write("\r\u001b[2K");
        drawn = false;
    }

    public void Dispose() => Clear();
}
