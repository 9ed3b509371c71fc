using System.Diagnostics;
using System.Globalization;
using Qyran.Simulator;

namespace Qyran.Cli;

/// <summary>How far a rendering is, as a <see cref="StatusLine"/>: a bar and the time left.</summary>
/// <param name="what">The words before the bar.</param>
internal sealed class RenderProgress(string what) : IDisposable
{
    private const int BarWidth = 28;
    private readonly StatusLine _line = new();
    private string _camera = "";
    private long _began;

    /// <summary>May be called per frame.</summary>
    public void Show(SimulateProgress now)
    {
        if (now.Camera != _camera) (_camera, _began) = (now.Camera, Stopwatch.GetTimestamp());
        if (!_line.Due) return;
        var share = Math.Clamp(now.DoneSeconds / now.OfSeconds, 0, 1);
        var full = (int)(BarWidth * share);
        var left = share > 0.02 ? Stopwatch.GetElapsedTime(_began).TotalSeconds * (1 - share) / share : double.NaN;
        _line.Show(string.Create(CultureInfo.InvariantCulture, $"{what} {new string('━', full)}{new string('╌', BarWidth - full)} {share * 100,3:0} %{(double.IsNaN(left) ? "" : $" · {left:0} s left")}"));
    }

    public void Dispose() => _line.Dispose();
}
