namespace Qyran.Domain.Time;

/// <summary>
/// When a frame was exposed: the one time type of the system. Never made from a frame number and a nominal rate.
/// </summary>
/// <param name="MediaUs">The source's own clock (container PTS or RTP), µs since its first frame.</param>
/// <param name="ArrivalUs">Our monotonic clock when the frame arrived, µs since the source was opened; null for a file, where arrival means nothing.</param>
/// <param name="UtcOffsetUs">Add to <paramref name="MediaUs"/> to get µs since the Unix epoch, UTC; null when nobody said when the recording began.</param>
/// <param name="Quality">What the source's time audit says of the stamp.</param>
public readonly record struct CaptureTime(long MediaUs, long? ArrivalUs, long? UtcOffsetUs, TimeQuality Quality)
{
    /// <summary>Seconds on the source's clock, for geometry.</summary>
    public double Seconds => MediaUs / 1e6;

    /// <summary>UTC, or null when unknown.</summary>
    public DateTimeOffset? Utc => UtcOffsetUs is { } offset ? DateTimeOffset.UnixEpoch.AddTicks((MediaUs + offset) * 10) : null;
}
