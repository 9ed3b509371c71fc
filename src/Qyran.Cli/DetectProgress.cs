using System.Diagnostics;
using System.Globalization;

namespace Qyran.Cli;

/// <summary>How many pictures are done, as a <see cref="StatusLine"/>.</summary>
internal sealed class DetectProgress(int of) : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly StatusLine _line = new();

    public void Show(int done)
    {
        if (!_line.Due) return;
        var rate = done / Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var left = rate > 0 ? TimeSpan.FromSeconds(Math.Min((of - done) / rate, 359_999)) : TimeSpan.Zero;
        _line.Show(string.Create(CultureInfo.InvariantCulture, $"{done} of {of} pictures, {rate:0.0} a second, {(int)left.TotalMinutes}:{left.Seconds:00} left"));
    }

    /// <summary>Makes room for another line.</summary>
    public void Clear() => _line.Clear();

    public void Dispose() => _line.Dispose();
}
