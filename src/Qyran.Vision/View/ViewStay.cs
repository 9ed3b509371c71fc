using System.Globalization;

namespace Qyran.Vision.View;

/// <summary>How the view stood over a stretch of time.</summary>
/// <param name="State">The worst there.</param>
/// <param name="ShiftPx">Largest shift from the reference there, raw pixels; where the view was not seen there, what was last known of it, 0 where nothing is.</param>
/// <param name="LimitPx">The shift up to which measurements stand, raw pixels.</param>
/// <param name="SinceUs">When it left its place; null while it is there.</param>
public sealed record ViewStay(ViewState State, double ShiftPx, double LimitPx, long? SinceUs)
{
    /// <summary>Somebody else's reason to trust no place in the picture, whatever the watch says.</summary>
    public string? Because { get; init; }

    /// <summary>Why nothing may be measured or judged by place; null where it may.</summary>
    public string? Refusal => Because ?? State switch
    {
        ViewState.Moved => string.Create(CultureInfo.InvariantCulture, $"the camera's view has moved by {ShiftPx:0.0} px since {Clock(SinceUs)}; check its calibration"),
        ViewState.Lost => $"since {Clock(SinceUs)} the camera's picture shows nothing of its reference; check the camera",
        ViewState.Held or ViewState.Unknown => null,
        _ => throw new InvalidOperationException($"view state {State}"),
    };

    private static string Clock(long? us)
    {
        var s = (us ?? 0) / 1_000_000;
        return s >= 3600 ? string.Create(CultureInfo.InvariantCulture, $"{s / 3600}:{s / 60 % 60:00}:{s % 60:00}") : string.Create(CultureInfo.InvariantCulture, $"{s / 60:00}:{s % 60:00}");
    }
}
