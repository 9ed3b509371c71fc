using System.Collections.Immutable;
using System.Security.Claims;
using Qyran.Server.Access;
using Qyran.Storage.Traffic;

namespace Qyran.Server.Traffic;

/// <summary>What every figure of traffic is asked with; the parts that make no sense are refused here, once.</summary>
/// <param name="From">First seen at this instant or later.</param>
/// <param name="Until">First seen before this instant.</param>
/// <param name="Camera">None: all.</param>
/// <param name="Site">None: all of the asker's.</param>
/// <param name="OffsetMin">How many minutes the reader's clock is ahead of UTC: days and hours are cut by it.</param>
internal sealed record TrafficAsk(DateTimeOffset? From, DateTimeOffset? Until, string[]? Camera, string[]? Site, int OffsetMin)
{
    public const long HourUs = 3_600_000_000, DayUs = 24 * HourUs;

    /// <summary>Spans up to this are cut into hours, longer ones into days.</summary>
    private const int MostDaysInHours = 3;

    private const int MostDays = 400, MostNamed = 500;

    /// <returns>The question, or null and why it is none.</returns>
    public TrafficQuery? Query(ClaimsPrincipal who, out string? refused)
    {
        refused = From is null || Until is null ? "a span needs from and until"
            : Until <= From ? "until is not after from"
            : Until - From > TimeSpan.FromDays(MostDays) ? "a span is at most 400 days"
            : From < DateTimeOffset.UnixEpoch.AddDays(2) || Until > DateTimeOffset.UnixEpoch.AddYears(280) ? "a span lies between 1970 and 2250"
            : OffsetMin is < -14 * 60 or > 14 * 60 ? "a clock is at most 14 hours from UTC"
            : (Camera?.Length ?? 0) + (Site?.Length ?? 0) > MostNamed ? "at most 500 cameras and sites are named" : null;
        if (refused is not null) return null;
        var hours = Until!.Value - From!.Value <= TimeSpan.FromDays(MostDaysInHours);
        return new TrafficQuery(From.Value.Us(), Until.Value.Us(), hours ? HourUs : DayUs, OffsetMin * 60_000_000L, Named.In(Camera), Asker.Known(who).Narrow(Named.In(Site)));
    }

    /// <summary>The instant at which a stretch begins.</summary>
    public static DateTimeOffset Begins(TrafficQuery ask, long bin) => Moment.Of(bin * ask.BinUs - ask.OffsetUs);

    /// <summary>Every stretch the span touches.</summary>
    public static ImmutableArray<long> Bins(TrafficQuery ask)
    {
        var (first, last) = ((ask.FromUs + ask.OffsetUs) / ask.BinUs, (ask.UntilUs - 1 + ask.OffsetUs) / ask.BinUs);
        return [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i)];
    }
}
