using System.Diagnostics;
using System.Globalization;

namespace Qyran.Cli;

/// <summary>How many pictures are done, on stderr: a line that redraws itself on a terminal, one every ten seconds elsewhere.</summary>
internal sealed class DetectProgress(int of) : IDisposable
{
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _shown = Stopwatch.GetTimestamp();
    private bool _drawn;

    public void Show(int done)
    {
        if (Stopwatch.GetElapsedTime(_shown).TotalSeconds < (_terminal ? 0.2 : 10)) return;
        _shown = Stopwatch.GetTimestamp();
        var rate = done / Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var left = rate > 0 ? TimeSpan.FromSeconds(Math.Min((of - done) / rate, 359_999)) : TimeSpan.Zero;
        var text = string.Create(CultureInfo.InvariantCulture, $"{done} of {of} pictures, {rate:0.0} a second, {(int)left.TotalMinutes}:{left.Seconds:00} left");
        if (_terminal) Console.Error.Write("\r\u001b[2K" + text);
        else Console.Error.WriteLine(text);
        _drawn = true;
    }

    /// <summary>Makes room for another line.</summary>
    public void Clear()
    {
        if (_drawn && _terminal) Console.Error.Write("\r\u001b[2K");
        _drawn = false;
    }

    public void Dispose() => Clear();
}
