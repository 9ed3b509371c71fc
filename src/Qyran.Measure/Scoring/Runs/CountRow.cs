namespace Qyran.Measure.Scoring.Runs;

/// <summary>Vehicles of one class in one lane.</summary>
public sealed record CountRow(string Lane, string Class, int True, int Counted)
{
    public int Difference => Counted - True;
}
