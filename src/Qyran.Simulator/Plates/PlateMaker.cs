using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>Makes up plates that fit a country's pattern; every plate of a run is different.</summary>
internal sealed class PlateMaker(ImmutableSortedDictionary<string, double> shares, Dice dice)
{
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
        while (true)
        {
            var made = PlateLayouts.Random(where, dice);
            if (taken.Add(made)) return new(where, made, twoRows);
        }
    }
}
