namespace Qyran.Measure.Scoring.Runs;

/// <summary>Vehicles of one class in one lane.</summary>
/// <param name="True">Vehicles that drove there.</param>
/// <param name="Counted">Passages counted there.</param>
/// <param name="Right">Of the true ones those that a passage of theirs was counted for here, with this class.</param>
/// <param name="InLane">Of the true ones those that a passage of theirs was counted for in this lane, whatever its class.</param>
public sealed record CountRow(string Lane, string Class, int True, int Counted, int Right, int InLane)
{
    /// <summary>A vehicle missed and another counted twice cancel out in it.</summary>
    public int Difference => Counted - True;

    /// <summary>Vehicles that were not counted here.</summary>
    public int Missed => True - Right;

    /// <summary>Passages too many: a second one of a vehicle, one of nothing, or one of a vehicle of another lane or class.</summary>
    public int Extra => Counted - Right;
}
