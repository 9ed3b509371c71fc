namespace Qyran.Cli.Scoring;

/// <summary>One figure kept from run to run, so that the next one can say what got better or worse.</summary>
/// <param name="Key">Stable path: <c>tracks/mot15-sort/overall/hota</c>.</param>
/// <param name="Better">+1 higher is better, −1 lower, 0 neither.</param>
internal sealed record ScoreFigure(string Key, double Value, int Better)
{
    /// <summary>The nearer the better, where neither higher nor lower is: 0.95 for a coverage, 0 for a bias.</summary>
    public double? Goal { get; init; }

    /// <summary>The goal is promised: whatever falls short of it is worse than anything that does not.</summary>
    public bool GoalIsLeast { get; init; }

    /// <summary>Over a whole set: told before the figures of its parts.</summary>
    public bool Total { get; init; } = Key.Contains("/overall/", StringComparison.Ordinal) || Key.Contains("/all/", StringComparison.Ordinal);

    /// <summary>What is kept has four decimals: less is noise between machines.</summary>
    public double Kept => Math.Round(Value, 4);

    /// <summary>+1 better than it was, −1 worse, 0 neither.</summary>
    public int Against(double was) => Goal is not { } goal ? Math.Sign(Kept - was) * Better
        : GoalIsLeast && (was < goal) != (Kept < goal) ? (Kept < goal ? -1 : 1)
        : Math.Sign(Math.Round(Math.Abs(was - goal) - Math.Abs(Kept - goal), 4));
}
