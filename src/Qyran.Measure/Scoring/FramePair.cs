namespace Qyran.Measure.Scoring;

/// <summary>One frame: the ids present on both sides and the overlap (IoU) of every pair, truth by truth.</summary>
public sealed record FramePair(int Frame, int[] Truth, int[] Result, double[] Overlaps)
{
    public double Overlap(int truth, int result) => Overlaps[(truth * Result.Length) + result];
}
