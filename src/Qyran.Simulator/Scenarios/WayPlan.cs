using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>A way over a junction, from the end of one lane to the beginning of another, curved by itself.</summary>
/// <param name="Share">How often it is taken, against the other ways of the same lane.</param>
/// <param name="Kmh">How fast one drives on it.</param>
/// <param name="Yields">Lanes and ways (written from&gt;to) whose traffic goes first.</param>
public sealed record WayPlan(string From, string To, double Share, double Kmh, ImmutableArray<string> Yields)
{
    public string Id => $"{From}>{To}";
}
