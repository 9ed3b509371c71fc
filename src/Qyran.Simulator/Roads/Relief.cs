namespace Qyran.Simulator;

/// <summary>
/// How far the road's surface lies over the plane it is drawn and surveyed on: slow bulges, as a crest or a sag leaves them between two marks, and the shorter waves of worn asphalt.
/// </summary>
internal sealed class Relief
{
    private const int Waves = 6;

    private readonly (double X, double Y, double Phase, double HeightM)[] waves;

    /// <param name="unevenM">Root mean square of the height, m; 0: a plane.</param>
    public Relief(double unevenM, int seed)
    {
        if (unevenM <= 0)
        {
            waves = [];
            return;
        }
        var dice = Dice.For(seed, "relief");
        // 1.3 cm of bulges for 1 cm of waves, as a road of 5000 m vertical radius has them over 30 m
        var (long1, short1) = (1.3 / Math.Sqrt(2.69), 1.0 / Math.Sqrt(2.69));
        waves = [.. Enumerable.Range(0, Waves).Select(_ => Wave(35, 90, long1)), .. Enumerable.Range(0, Waves).Select(_ => Wave(6, 20, short1))];

        (double, double, double, double) Wave(double least, double most, double share)
        {
            var (turns, way) = (2 * Math.PI / dice.Between(least, most), dice.Between(0, 2 * Math.PI));
            // so many waves of one height h come to a root mean square of h·√(n/2)
            return (turns * Math.Sin(way), turns * Math.Cos(way), dice.Between(0, 2 * Math.PI), unevenM * share * Math.Sqrt(2.0 / Waves));
        }
    }

    /// <summary>A scenario's.</summary>
    public static Relief Of(Scenario scenario) => new(scenario.UnevenM, scenario.Seed);

    /// <summary>m.</summary>
    public double At(double x, double y)
    {
        double z = 0;
        foreach (var w in waves) z += w.HeightM * Math.Sin((w.X * x) + (w.Y * y) + w.Phase);
        return z;
    }
}
