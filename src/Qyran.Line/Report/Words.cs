using System.Globalization;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Line.Overlay;

namespace Qyran.Line.Report;

/// <summary>Numbers, times and names for the reader of a report.</summary>
internal static class Words
{
    public static string Speed(SpeedReading reading) => OverlayWords.Speed(reading);

    /// <summary>"4.3 s" or "1:02:03", rounded down.</summary>
    public static string Length(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds * 10) / 10:0.0} s")
        : TimeSpan.FromSeconds(Math.Floor(seconds)).ToString(seconds < 3600 ? @"m\:ss" : @"d\.h\:mm\:ss", CultureInfo.InvariantCulture).TrimStart('0').TrimStart('.');

    /// <summary>Place in the video, "0:07.3"; "-0:07.3" before it began, as at a section's entry.</summary>
    public static string Clock(long mediaUs)
    {
        var tenths = Math.Abs(mediaUs) / 100_000;
        var sign = mediaUs < 0 && tenths > 0 ? "-" : "";
        var (h, m, s) = (tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60);
        return h > 0 ? string.Create(CultureInfo.InvariantCulture, $"{sign}{h}:{m:00}:{s:00}.{tenths % 10}") : string.Create(CultureInfo.InvariantCulture, $"{sign}{m}:{s:00}.{tenths % 10}");
    }

    public static string Utc(DateTimeOffset utc) => utc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"red-light" → "Red light".</summary>
    public static string Rule(string id) => id.Length == 0 ? id : char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' ');

    /// <summary>"limit_kmh" → "limit, km/h"; "grace_ms" → "grace, ms".</summary>
    public static string Fact(string name)
    {
        foreach (var (ending, unit) in (ReadOnlySpan<(string, string)>)[("_kmh", "km/h"), ("_mmph", "mm/h"), ("_ms", "ms"), ("_us", "µs"), ("_s", "s"), ("_px", "px"), ("_m", "m")])
            if (name.EndsWith(ending, StringComparison.Ordinal)) return name[..^ending.Length].Replace('_', ' ') + ", " + unit;
        return name.Replace('_', ' ');
    }

    public static string Count(long n, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{n:#,0} {(n == 1 ? one : many)}");

    public static string Quality(TimeQuality quality) => quality switch
    {
        TimeQuality.Unknown => "not judged",
        TimeQuality.Exact => "exact",
        TimeQuality.Counted => "not proven: a speed needs a checked camera clock",
        TimeQuality.Jittered => "real, with jitter",
        TimeQuality.Synthetic => "made up: no speed rests on them",
        TimeQuality.Broken => "broken: no speed across the breaks",
        _ => throw new ArgumentOutOfRangeException(nameof(quality), quality, "no such quality"),
    };
}
