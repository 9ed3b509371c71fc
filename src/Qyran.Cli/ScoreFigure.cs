namespace Qyran.Cli;

/// <summary>One figure kept from run to run, so that the next one can say what got better or worse.</summary>
/// <param name="Key">Stable path: <c>tracks/mot15-sort/overall/hota</c>.</param>
/// <param name="Better">+1 higher is better, −1 lower, 0 neither.</param>
internal sealed record ScoreFigure(string Key, double Value, int Better)
{
    /// <summary>What is kept has four decimals: less is noise between machines.</summary>
    public double Kept => Math.Round(Value, 4);
}
