namespace Qyran.Line.Live;

/// <summary>UTC in µs since the Unix epoch.</summary>
internal static class LiveClock
{
    public static long NowUs(TimeProvider clock) => Us(clock.GetUtcNow());

    public static long Us(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / 10;

    public static DateTimeOffset At(long us) => DateTimeOffset.UnixEpoch.AddTicks(us * 10);
}
