namespace Qyran.Server.Outward;

/// <summary>When something that failed is tried again. A fifth is left to chance, so that many that failed together do not come back together.</summary>
internal static class Patience
{
    /// <summary>So long a delivery is tried; then it is dead.</summary>
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(3);

    /// <summary>What was delivered is remembered so long.</summary>
    public static readonly TimeSpan RemembersDelivered = TimeSpan.FromDays(3);

    /// <summary>What is dead can be sent again by a person so long.</summary>
    public static readonly TimeSpan RemembersDead = TimeSpan.FromDays(30);

    private static readonly TimeSpan LongestForOne = TimeSpan.FromHours(6), LongestForAll = TimeSpan.FromMinutes(5);

    /// <summary>Until one delivery is tried again: 5 s, 15 s, 45 s … 6 h.</summary>
    public static TimeSpan ForOne(int tries) => Shaken(TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(3, Math.Max(tries, 1) - 1), LongestForOne.TotalSeconds)));

    /// <summary>Until a receiver that has failed so often in a row is asked at all: 1 s, 2 s, 4 s … 5 min.</summary>
    public static TimeSpan ForAll(int failures) => Shaken(TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Max(failures, 1) - 1), LongestForAll.TotalSeconds)));

    private static TimeSpan Shaken(TimeSpan pause) => pause * (0.8 + 0.4 * Random.Shared.NextDouble());
}
