using System.Globalization;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;

namespace Qyran.Line.Overlay;

/// <summary>Numbers and times for people, made once and here: speeds rounded down, errors up, in the driver's favour.</summary>
public static class OverlayWords
{
    /// <summary>"63±1 km/h".</summary>
    public static string Speed(SpeedReading reading) => string.Create(CultureInfo.InvariantCulture,
        $"{decimal.Floor(reading.Value.Kmh):0}±{decimal.Ceiling(reading.Error.Kmh):0} km/h");

    /// <summary>UTC date and time to the millisecond where known, else the source's clock as h:mm:ss.fff.</summary>
    public static string Time(CaptureTime time) =>
        time.Utc is { } utc ? utc.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture) : Clock(time.MediaUs);

    /// <summary>A time on the source's clock as h:mm:ss.fff, rounded down.</summary>
    public static string Clock(long mediaUs)
    {
        var ms = Math.Abs(mediaUs) / 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{(mediaUs < 0 ? "-" : "")}{ms / 3_600_000}:{ms / 60_000 % 60:00}:{ms / 1000 % 60:00}.{ms % 1000:000}");
    }
}
