using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring;

/// <summary>IDF1 (Ristani et al. 2016): every truth gets at most one result for the whole sequence, so that the boxes they share are most.</summary>
/// <param name="Shared">Boxes shared under that assignment (IDTP).</param>
public sealed record IdentityScore(int Truth, int Result, int Shared)
{
    public double Precision => Result == 0 ? 0 : (double)Shared / Result;
    public double Recall => Truth == 0 ? 0 : (double)Shared / Truth;
    public double F1 => Truth + Result == 0 ? 0 : 2.0 * Shared / (Truth + Result);

    public static IdentityScore operator +(IdentityScore a, IdentityScore b) => new(a.Truth + b.Truth, a.Result + b.Result, a.Shared + b.Shared);

    public static IdentityScore Of(MatchedSequence sequence, double minOverlap = 0.5)
    {
        var (rows, columns) = (sequence.TruthIds, sequence.ResultIds);
        var cost = new double[rows * columns];
        foreach (var frame in sequence.Frames)
            for (var t = 0; t < frame.Truth.Length; t++)
                for (var r = 0; r < frame.Result.Length; r++)
                    if (frame.Overlap(t, r) >= minOverlap) cost[(frame.Truth[t] * columns) + frame.Result[r]]--;
        var of = new int[rows];
        new Assignment().Solve(cost, rows, columns, 0, of);
        var shared = 0.0;
        for (var t = 0; t < rows; t++)
            if (of[t] >= 0) shared -= cost[(t * columns) + of[t]];
        return new(sequence.TruthBoxes, sequence.ResultBoxes, (int)shared);
    }
}
