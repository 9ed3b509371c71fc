namespace Qyran.Domain.Scenes;

/// <summary>
/// Where and for whom a limit holds. Of two limits that hold at once the more special one counts: the one whose lanes and classes
/// are part of the other's (a sign for one lane, a limit for trucks). Two of which neither is the more special are refused.
/// </summary>
public static class LimitScope
{
    /// <summary>True when both could hold for one vehicle at one time and nothing says which counts.</summary>
    public static bool Unclear(SpeedLimit a, SpeedLimit b) =>
        Share(a.Lanes, b.Lanes) && Share(a.Classes, b.Classes)
        && (a.From ?? DateTimeOffset.MinValue) < (b.Until ?? DateTimeOffset.MaxValue)
        && (b.From ?? DateTimeOffset.MinValue) < (a.Until ?? DateTimeOffset.MaxValue)
        && Overrides(a, b) == Overrides(b, a);

    /// <summary>True when every vehicle <paramref name="special"/> holds for is one <paramref name="general"/> holds for; time aside.</summary>
    public static bool Overrides(SpeedLimit special, SpeedLimit general) =>
        Part(special.Lanes, general.Lanes) && Part(special.Classes, general.Classes);

    // an empty list means all
    private static bool Share<T>(IReadOnlyCollection<T> a, IReadOnlyCollection<T> b) => a.Count == 0 || b.Count == 0 || a.Any(b.Contains);

    private static bool Part<T>(IReadOnlyCollection<T> a, IReadOnlyCollection<T> b) => b.Count == 0 || (a.Count > 0 && a.All(b.Contains));
}
