using System.Collections.Immutable;

namespace Qyran.Domain.Scenes;

/// <summary>What was measured on the road, from which the calibration is computed. Dated and expiring.</summary>
/// <param name="Id">Pinned by every speed reading.</param>
/// <param name="Basis">Where the metres come from: "tape survey", "lane width assumed 3.5 m" …</param>
/// <param name="ValidUntil">UTC; null = no expiry given.</param>
public sealed record Survey(
    string Id, string Basis, DateTimeOffset? SurveyedAt, DateTimeOffset? ValidUntil,
    ImmutableArray<SurveyPoint> Points, ImmutableArray<SurveyLength> Lengths)
{
    /// <summary>
    /// One standard deviation of a factor that all the survey's metres share, as a part: a tape that stretches, or an estimate from
    /// things of assumed size. 0 = none. The marks' own errors are independent and cannot say this.
    /// </summary>
    public double ScaleError { get; init; }
}
