using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Time;
using Qyran.Vision.View;

namespace Qyran.Line.Live;

/// <summary>How well a camera does its work, as one number with its reasons. Pure.</summary>
internal static class LiveHealth
{
    private const double SlowMs = 1_500;

    /// <summary>A machine that is behind now and then is well used, one that is behind for this share of the frames has no reserve.</summary>
    private const double OftenPressed = 0.3;

    private const string Haze = "fog or thick snowfall: what is far off is not seen, and speeds state a wider error";

    /// <param name="analysing">It is meant to; false: it only records.</param>
    /// <param name="share">Analysed frames of those that came, over the last minute, 0 to 1; null before any came.</param>
    /// <param name="pressed">Share of them behind which others waited, 0 to 1; null before any came.</param>
    /// <param name="survey">What to say of a survey that expires soon; null otherwise.</param>
    public static (int Score, ImmutableArray<string> Reasons) Judge(
        LiveState state, string? failure, bool analysing, double? share, double? pressed, double? delayMs, TimeQuality time, string timeWhy, string? suspended, bool frozen, string? light, string? softness, bool hazy, ViewState view,
        string? survey, IEnumerable<string> troubles)
    {
        if (state != LiveState.Running) return (0, [failure ?? "not connected"]);
        List<(int Cost, string Why)> all = [];
        if (frozen) all.Add((60, "the picture is frozen"));
        if (suspended is not null) all.Add((40, suspended));
        if (light is not null) all.Add((40, light));
        if (softness is not null) all.Add((15, softness));
        if (hazy) all.Add((10, Haze));
        if (analysing && share is < 0.995 and var part)
            all.Add(((int)Math.Ceiling((1 - part) * 100), string.Create(CultureInfo.InvariantCulture, $"{part * 100:0} % of the frames are analysed; the machine is too slow for the rest")));
        if (analysing && pressed is > OftenPressed and var often)
            all.Add((5, string.Create(CultureInfo.InvariantCulture, $"the machine is busy: on {often * 100:0} % of the frames the detector looks less often and no plate is read")));
        if (analysing && delayMs is > SlowMs and var late) all.Add((15, string.Create(CultureInfo.InvariantCulture, $"frames are analysed {late / 1000:0.0} s late")));
        if (analysing && time is TimeQuality.Synthetic or TimeQuality.Broken) all.Add((30, timeWhy));
        else if (analysing && time is TimeQuality.Unknown) all.Add((10, timeWhy));
        if (analysing && view == ViewState.Unknown && light is null) all.Add((5, "too little is seen in the picture to tell whether the view is where it was"));
        if (survey is not null) all.Add((5, survey));
        foreach (var trouble in troubles) all.Add((20, trouble));
        return (Math.Max(0, 100 - all.Sum(a => a.Cost)), [.. all.OrderByDescending(a => a.Cost).Select(a => a.Why).Distinct()]);
    }
}
