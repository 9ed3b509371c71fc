using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Qyran.Vision.Motion;
using Qyran.Vision.View;

namespace Qyran.Line.Cases;

/// <summary>The settings a measurement rested on, by name, as text: into the manifest, and back for a replay.</summary>
internal static class SettingsText
{
    /// <summary>Names of the facts of the source's time a replay needs; the last stands only where it is not 0.</summary>
    public const string TimeQuality = "time.quality", TimeJitter = "time.jitter_us", ClockApart = "time.clock_apart_us";

    public static ImmutableSortedDictionary<string, string> Of(LineSetup line, TrackOutcome outcome)
    {
        var (time, view) = (outcome.Time, outcome.View);
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Add(all, "speed.", outcome.Measuring);
        Add(all, "tracker.", line.Tracker);
        if (line.Detector is not MotionDetector) Add(all, "looks.", line.Looks);
        all[TimeQuality] = time.Quality.ToString();
        all[TimeJitter] = time.JitterUs.ToString("R", CultureInfo.InvariantCulture);
        if (time.ClockApartUs != 0) all[ClockApart] = time.ClockApartUs.ToString(CultureInfo.InvariantCulture);
        Add(all, "view.", line.View);
        if (line.Blackened.Length > 0)
        {
            all["video.recoded"] = "yes: zones were blackened before recording";
            all["video.blackened"] = string.Join("; ", line.Blackened.Select(z => string.Create(CultureInfo.InvariantCulture, $"{z.X:0.####} {z.Y:0.####} {z.Width:0.####} {z.Height:0.####}")));
        }
        all["view.state"] = (view?.State ?? ViewState.Unknown).ToString().ToLowerInvariant();
        if (view is null or { State: ViewState.Unknown, ShiftPx: 0 }) return all.ToImmutable(); // one that is not seen now may be known from before
        all["view.shift_px"] = view.ShiftPx.ToString("0.00", CultureInfo.InvariantCulture);
        all["view.limit_px"] = view.LimitPx.ToString("0.00", CultureInfo.InvariantCulture);
        return all.ToImmutable();
    }

    /// <summary>
    /// What a setting was before there was one: a pack from before then does not name it, and is measured again as it was measured. Whoever adds a setting
    /// that changes what is measured adds it here; of any other one the usual value does.
    /// </summary>
    private static readonly ImmutableDictionary<string, string> Before = ImmutableDictionary<string, string>.Empty
        .Add("speed.LongestStrayS", "Infinity").Add("speed.LargestNoiseShare", "Infinity")
        .Add("speed.HeavyFrontClearanceM", "0.55").Add("speed.LorryFrontOverhangM", "3.5").Add("speed.BusFrontOverhangM", "3.5")
        .Add("speed.BoxMiddle", "False").Add("speed.HighestDegree", "2").Add("speed.SlowestMs", "-Infinity").Add("speed.WholeBias", "False").Add("speed.LensMustFit", "False").Add("speed.StatedShare", "1");

    /// <summary>No setting is larger, nor below 0, but those of <see cref="Before"/>.</summary>
    private const double Most = 1e6;

    /// <summary>
    /// A settings record again, from what <see cref="Of"/> wrote, or an earlier version of it; null when none of its values is there. Throws a <see cref="FormatException"/> or an
    /// <see cref="OverflowException"/> on a value that none can have: anybody can sign a pack of his own with anything in it.
    /// </summary>
    public static T? Read<T>(IReadOnlyDictionary<string, string> all, string prefix) where T : class, new()
    {
        var settings = new T();
        var any = false;
        foreach (var property in Values(typeof(T)))
        {
            var name = prefix + property.Name;
            any |= all.ContainsKey(name);
            if (!(all.GetValueOrDefault(name) is { } text || Before.TryGetValue(name, out text))) continue;
            var value = Convert.ChangeType(text, property.PropertyType, CultureInfo.InvariantCulture);
            if (!CanBe(name, value) && text != Before.GetValueOrDefault(name)) throw new FormatException($"{name} cannot be {text}");
            property.SetValue(settings, value);
        }
        return any ? settings : null;
    }

    private static bool CanBe(string name, object value) => value switch
    {
        bool => true,
        int count => count >= 1 && count <= (name == "speed.HighestDegree" ? 3 : Most),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) is >= 0 and <= Most,
    };

    private static void Add(ImmutableSortedDictionary<string, string>.Builder all, string prefix, object settings)
    {
        foreach (var property in Values(settings.GetType()))
            all[prefix + property.Name] = property.GetValue(settings) switch
            {
                double d => d.ToString("R", CultureInfo.InvariantCulture),
                float f => f.ToString("R", CultureInfo.InvariantCulture),
                var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
            };
    }

    private static IEnumerable<PropertyInfo> Values(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.PropertyType.IsPrimitive);
}
