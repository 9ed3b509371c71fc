namespace Qyran.Measure.Scoring.Boxes;

/// <summary>What a detector does when boxes scored lower than a threshold are left out.</summary>
/// <param name="Precision">Null when nothing is found.</param>
public sealed record OperatingPoint(double Threshold, double Recall, double? Precision)
{
    /// <summary>Harmonic mean of the two; 0 when nothing is found.</summary>
    public double F1 => Precision is not { } p || p + Recall == 0 ? 0 : 2 * p * Recall / (p + Recall);
}
