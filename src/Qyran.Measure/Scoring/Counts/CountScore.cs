using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Counts;

/// <summary>Passages over a line against vehicles that a person saw pass it.</summary>
/// <param name="Counted">When they passed, s, in order.</param>
/// <param name="Missed">Passes, s, to which no passage belongs.</param>
/// <param name="Extra">Passages, s, that belong to no pass: a second one of a vehicle, or one of nothing.</param>
public sealed record CountScore(int True, ImmutableArray<double> Counted, ImmutableArray<double> Missed, ImmutableArray<double> Extra)
{
    /// <summary>A person reads a time to some tenths, and a box's lower edge is not the edge a person sees: so far apart are still one vehicle, s.</summary>
    public const double Apart = 1.0;

    /// <summary>Pairs what belongs together, as many as can be: of two rising lists the earliest two that are near enough are a pair.</summary>
    public static CountScore Of(CountedLine line, IEnumerable<double> counted)
    {
        ArgumentNullException.ThrowIfNull(line);
        ImmutableArray<double> passed = [.. counted.Order()];
        var (missed, extra) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        var (p, t) = (0, 0);
        while (p < line.PassesS.Length || t < passed.Length)
        {
            if (p < line.PassesS.Length && t < passed.Length && Math.Abs(line.PassesS[p] - passed[t]) <= Apart) (p, t) = (p + 1, t + 1);
            else if (t == passed.Length || (p < line.PassesS.Length && line.PassesS[p] < passed[t])) missed.Add(line.PassesS[p++]);
            else extra.Add(passed[t++]);
        }
        return new(line.PassesS.Length, passed, missed.DrainToImmutable(), extra.DrainToImmutable());
    }
}
