using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>Makes up plates that fit a country's pattern; every plate of a run is different.</summary>
/// <param name="old">Decides which Kazakh plates are of 1993 and draws those: so the other plates of a seed stay what they were without them.</param>
/// <param name="ridden">Draws motorcycles' own forms, for the same reason.</param>
internal sealed class PlateMaker(ImmutableSortedDictionary<string, double> shares, Dice dice, Dice old, Dice ridden)
{
    /// <summary>Of Kazakh plates are still of 1993.</summary>
    private const double OldShare = 0.06;

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly List<(string, double)> countries = [.. shares.Select(s => (s.Key, s.Value))];

    /// <param name="text">As the cast wants it, or null.</param>
    /// <param name="small">The vehicle has only room for two rows.</param>
    public PlateText Make(string? text, string? country, bool small)
    {
        var where = country ?? dice.Pick(countries);
        var twoRows = small || (where == "KZ" && text is null && dice.Unit() < 0.07);
        if (text is not null)
        {
            taken.Add(text);
            return new(where, text, twoRows);
        }
        var made = Untaken(() => PlateLayouts.Random(where, dice));
        if (where == "KZ" && old.Unit() < OldShare) made = Untaken(() => PlateLayouts.Random(where, old, before2012: true));
        if (small && PlateLayouts.HasMotorcycleForm(where)) made = Untaken(() => PlateLayouts.OfMotorcycle(where, ridden));
        return new(where, made, twoRows);
    }

    private string Untaken(Func<string> draw)
    {
        while (true)
        {
            var made = draw();
            if (taken.Add(made)) return made;
        }
    }
}
