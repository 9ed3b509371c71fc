using System.Collections.Immutable;
using Qyran.Line.Live;

namespace Qyran.Server.Cameras;

/// <summary>How a camera is now.</summary>
/// <param name="State">stopped, connecting, running or waiting (for the next try).</param>
/// <param name="Score">0 (useless) to 100 (all is well).</param>
/// <param name="Reasons">Why it is less than 100, worst first.</param>
/// <param name="Troubles">What needs a person: away, viewmoved, frozen, time, disk, overload, settings, timestamp, survey, verification, evidence.</param>
/// <param name="Frames">Frames of this connection; <paramref name="Analysed"/> went through the line, it was too slow for <paramref name="Dropped"/>.</param>
/// <param name="WithoutPlates">Whole pictures on which no plate was looked for, because frames were waiting.</param>
/// <param name="Pressed">Analysed frames behind which others waited: the detector looks less often then.</param>
/// <param name="DelayMs">From a frame's arrival to the end of its analysis.</param>
/// <param name="Time">Quality of the camera's clock; only exact and jittered carry a speed.</param>
/// <param name="Suspended">Why nothing is measured until somebody confirms the view.</param>
internal sealed record CameraState(
    string State, int Score, ImmutableArray<string> Reasons, ImmutableArray<string> Troubles, int? Width, int? Height, string? Codec, DateTimeOffset? Since, long Frames, long Analysed, long Dropped,
    double? DeliveredFps, double? DelayMs, string Time, string TimeWhy, string? Suspended, DateTimeOffset? RecordedUntil, int Connections, string? LastFailure, int Viewers, long WithoutPlates, long Pressed)
{
    /// <summary>When the survey behind its speeds expires; null: it does not, or nothing is measured.</summary>
    public DateTimeOffset? SurveyUntil { get; init; }

    /// <summary>Of a camera that is paused or not started.</summary>
    public static CameraState Off(string why) => new("stopped", 0, [why], [], null, null, null, null, 0, 0, 0, null, null, "unknown", why, null, null, 0, null, 0, 0, 0);

    public static CameraState Of(LiveCamera camera)
    {
        var s = camera.Status;
        return new(Word(s.State), s.Score, s.Reasons, [.. s.Troubles.Select(Word)], s.Video?.Width, s.Video?.Height, s.Video?.Codec, s.SinceUs is { } since ? Moment.Of(since) : null,
            s.Frames, s.Analysed, s.Dropped, s.DeliveredFps, s.DelayMs, Word(s.Time), s.TimeWhy, s.Suspended, s.RecordedUntilUs is { } until ? Moment.Of(until) : null,
            s.Connections, s.LastFailure, camera.Video.Viewers, s.WithoutPlates, s.Pressed)
        {
            SurveyUntil = s.SurveyUntilUs is { } end ? Moment.Of(end) : null,
        };
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
