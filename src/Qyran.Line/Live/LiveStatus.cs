using System.Collections.Immutable;
using Qyran.Domain.Time;
using Qyran.Media;

namespace Qyran.Line.Live;

/// <summary>How a camera is doing now; cheap to ask, a few times a second if need be.</summary>
/// <param name="Score">0 (useless) to 100 (all is well).</param>
/// <param name="Reasons">Why it is less than 100, worst first.</param>
/// <param name="Video">What the camera sends; null before the first connection.</param>
/// <param name="SinceUs">When this connection was made, µs UTC; null without one.</param>
/// <param name="Frames">Frames that came by this connection, all of them.</param>
/// <param name="Analysed">…that went through the line.</param>
/// <param name="Dropped">…that the line was too slow for.</param>
/// <param name="DeliveredFps">Frames a second over the last ten seconds.</param>
/// <param name="DelayMs">From a frame's arrival at this program to the end of its analysis; null while nothing is analysed.</param>
/// <param name="Suspended">Why nothing is measured until somebody confirms the view; null while measuring.</param>
/// <param name="RecordedUntilUs">End of what is surely on the disk, µs UTC; null when nothing is.</param>
/// <param name="Connections">Connections made since the start.</param>
/// <param name="WithoutPlates">Whole pictures on which no plate was looked for because frames were waiting.</param>
/// <param name="Pressed">Analysed frames behind which others waited: the detector looks less often then.</param>
/// <param name="LastFailure">Why the last connection ended or could not be made; null when it never did.</param>
public sealed record LiveStatus(
    LiveState State, int Score, ImmutableArray<string> Reasons, VideoInfo? Video, long? SinceUs, long Frames, long Analysed, long Dropped, double? DeliveredFps,
    double? DelayMs, TimeQuality Time, string TimeWhy, string? Suspended, ImmutableArray<LiveTrouble> Troubles, long? RecordedUntilUs, int Connections, string? LastFailure, long WithoutPlates, long Pressed)
{
    /// <summary>When the survey behind the speeds expires, µs UTC; null: it does not, or nothing is measured.</summary>
    public long? SurveyUntilUs { get; init; }
}
