namespace Qyran.Server;

/// <summary>Between instants as people write them and µs since the Unix epoch as they are kept. Ticks are 100 ns, so nothing is lost one way.</summary>
internal static class Moment
{
    public static DateTimeOffset Of(long us) => DateTimeOffset.UnixEpoch.AddTicks(us * 10);

    public static long Us(this DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / 10;
}
