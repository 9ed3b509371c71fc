namespace Qyran.Simulator;

/// <summary>
/// A seeded source of chance that gives the same numbers on every machine and runtime (SplitMix64; Steele, Lea, Flood, "Fast splittable
/// pseudorandom number generators", 2014). Every part of the simulation has its own, so that one part's draws never shift another's.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>Dice of one purpose.</summary>
    public static Dice For(int seed, string purpose)
    {
        var hash = 1469598103934665603UL; // FNV-1a
        foreach (var c in purpose) hash = (hash ^ c) * 1099511628211UL;
        return new(hash ^ ((ulong)seed * 0x9E3779B97F4A7C15UL));
    }

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 ≤ x &lt; 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double least, double most) => least + ((most - least) * Unit());

    public int Whole(int below) => (int)(Next() % (ulong)below);

    /// <summary>Normal with mean 0 and deviation 1 (sum of twelve, no library function that may differ by machine).</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Unit();
        return sum;
    }

    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    /// <summary>An entry by its share.</summary>
    public T Pick<T>(IReadOnlyList<(T Item, double Share)> of)
    {
        double all = 0;
        foreach (var (_, share) in of) all += share;
        var x = Unit() * all;
        foreach (var (item, share) in of)
        {
            x -= share;
            if (x < 0) return item;
        }
        return of[^1].Item;
    }
}
