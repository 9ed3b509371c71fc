using System.Globalization;
using Qyran.Domain.Time;
using Qyran.Line.Looking;
using Qyran.Measure.Speeds;
using Qyran.Measure.Tracking;

namespace Qyran.Line.Cases;

/// <summary>What a pack was measured with, as its manifest names it.</summary>
/// <param name="Speed">Null, like the others, in a pack that names none.</param>
internal sealed record Measuring(TimeQuality Quality, double JitterUs, long ClockApartUs, SpeedSettings? Speed, TrackerSettings? Tracker, LookSettings? Looks)
{
    /// <summary>Null where the time is missing or a value is none: anybody can sign a pack of his own with anything in it.</summary>
    public static Measuring? Of(IReadOnlyDictionary<string, string> settings)
    {
        if (!settings.TryGetValue(SettingsText.TimeQuality, out var word) || !Enum.TryParse<TimeQuality>(word, out var quality) || !Enum.IsDefined(quality)
            || !settings.TryGetValue(SettingsText.TimeJitter, out var text) || !double.TryParse(text, CultureInfo.InvariantCulture, out var jitterUs)) return null;
        var apartUs = 0;
        if (settings.TryGetValue(SettingsText.ClockApart, out var apart) && !int.TryParse(apart, CultureInfo.InvariantCulture, out apartUs)) return null;
        try
        {
            return new(quality, jitterUs, apartUs, SettingsText.Read<SpeedSettings>(settings, "speed."), SettingsText.Read<TrackerSettings>(settings, "tracker."), SettingsText.Read<LookSettings>(settings, "looks."));
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }
}
