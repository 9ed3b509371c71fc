using System.Diagnostics;
using System.Globalization;
using Qyran.Line;

namespace Qyran.Cli;

/// <summary>How far an analysis is, as a <see cref="StatusLine"/>: a bar, rate, time left, what was found.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 28;
    private readonly StatusLine line = new();
    private string step = "";
    private long stepBegan;

    /// <summary>May be called per frame. A new step shows at once.</summary>
    public void Show(AnalyzeProgress now)
    {
        if (now.Step != step)
        {
            step = now.Step;
            stepBegan = Stopwatch.GetTimestamp();
        }
        else if (!line.Due)
        {
            return;
        }
        line.Show(Text(now, Stopwatch.GetElapsedTime(stepBegan).TotalSeconds, line.Terminal ? Width() : 160));
    }

    /// <summary>Makes room for other words.</summary>
    public void Clear() => line.Clear();

    public void Dispose() => line.Dispose();

    /// <summary>One line: bar, share, place in the video, rate, time left, what was found. What does not fit the width is left out from the end.</summary>
    internal static string Text(AnalyzeProgress now, double wallSeconds, int width)
    {
        var rate = wallSeconds > 0.2 ? now.DoneSeconds / wallSeconds : 0;
        List<string> parts = [];
        if (now.OfSeconds is { } of and > 0)
        {
            var share = Math.Clamp(now.DoneSeconds / of, 0, 1);
            var full = (int)(share * BarWidth);
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{now.Step} {new string('━', full)}{new string('╌', BarWidth - full)} {share * 100,3:0} %"));
            parts.Add($" {Clock(now.DoneSeconds)}/{Clock(of)}");
            if (rate > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $" {rate:0.0}× real time"));
            if (rate > 0) parts.Add($" · {Clock((of - now.DoneSeconds) / rate)} left");
        }
        else
        {
            parts.Add(now.DoneSeconds > 0 ? $"{now.Step} {Clock(now.DoneSeconds)}" : now.Step);
            if (rate > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $" {rate:0.0}× real time"));
        }
        parts.Add(string.Create(CultureInfo.InvariantCulture, $" · {now.Passages} {(now.Passages == 1 ? "passage" : "passages")}"));
        if (now.Cases > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $" · {now.Cases} {(now.Cases == 1 ? "case" : "cases")}"));
        var line = "";
        foreach (var part in parts)
        {
            if (line.Length + part.Length > width) break;
            line += part;
        }
        return line.Length > 0 ? line : parts[0][..Math.Min(parts[0].Length, width)];
    }

    /// <summary>A wrapped line cannot be drawn over: one column less than the terminal has.</summary>
    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 20 and var columns ? columns - 1 : 79;
        }
        catch (IOException)
        {
            return 79;
        }
    }

    private static string Clock(double seconds)
    {
        var t = TimeSpan.FromSeconds(Math.Max(0, seconds));
        return t.TotalHours >= 1 ? t.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : t.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }
}
