using System.Collections.Immutable;
using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring;

/// <summary>
/// HOTA (Luiten et al. 2021) over the overlap thresholds 0.05, 0.10 … 0.95. In each frame the one-to-one match is the one that is
/// best for overlap times the pair's agreement over the whole sequence; a threshold then only drops matches, as in TrackEval.
/// </summary>
/// <param name="True">Matches per threshold.</param>
/// <param name="AssociationSum">Sum over the matches of their association accuracy, per threshold.</param>
/// <param name="OverlapSum">Sum over the matches of their overlap, per threshold.</param>
public sealed record Hota(
    int Truth, int Result, ImmutableArray<int> True, ImmutableArray<double> AssociationSum, ImmutableArray<double> OverlapSum)
{
    private const int Thresholds = 19;
    private const double Rounding = 1e-15;

    public double DetA => Mean(Detection);
    public double AssA => Mean(Association);

    /// <summary>Mean overlap of the matches; 1 at a threshold where nothing matches, as TrackEval has it.</summary>
    public double LocA => Mean(Location);

    public double Value => Mean(i => Math.Sqrt(Detection(i) * Association(i)));

    public static Hota operator +(Hota a, Hota b) => new(a.Truth + b.Truth, a.Result + b.Result,
        [.. a.True.Zip(b.True, (x, y) => x + y)], [.. a.AssociationSum.Zip(b.AssociationSum, (x, y) => x + y)],
        [.. a.OverlapSum.Zip(b.OverlapSum, (x, y) => x + y)]);

    public static Hota Of(MatchedSequence sequence)
    {
        var (rows, columns) = (sequence.TruthIds, sequence.ResultIds);
        var truthCount = new int[rows];
        var resultCount = new int[columns];
        var agreement = Agreement(sequence, truthCount, resultCount);
        var matches = new int[Thresholds][];
        for (var i = 0; i < Thresholds; i++) matches[i] = new int[rows * columns];
        var overlaps = new double[Thresholds];
        var assignment = new Assignment();
        foreach (var frame in sequence.Frames)
        {
            var width = frame.Result.Length;
            var cost = new double[frame.Truth.Length * width];
            for (var t = 0; t < frame.Truth.Length; t++)
                for (var r = 0; r < width; r++)
                    cost[(t * width) + r] = -agreement[(frame.Truth[t] * columns) + frame.Result[r]] * frame.Overlap(t, r);
            var of = new int[frame.Truth.Length];
            assignment.Solve(cost, frame.Truth.Length, width, 0, of);
            for (var t = 0; t < of.Length; t++)
            {
                if (of[t] < 0) continue;
                var pair = (frame.Truth[t] * columns) + frame.Result[of[t]];
                for (var i = 0; i < Thresholds && frame.Overlap(t, of[t]) >= (0.05 * (i + 1)) - Rounding; i++)
                {
                    matches[i][pair]++;
                    overlaps[i] += frame.Overlap(t, of[t]);
                }
            }
        }
        var sums = matches.Select(m => Associations(m, truthCount, resultCount));
        return new(sequence.TruthBoxes, sequence.ResultBoxes, [.. matches.Select(m => m.Sum())], [.. sums], [.. overlaps]);
    }

    /// <summary>For each pair of ids, how much of both their lives they overlap: a soft Jaccard index.</summary>
    private static double[] Agreement(MatchedSequence sequence, int[] truthCount, int[] resultCount)
    {
        var columns = sequence.ResultIds;
        var shared = new double[sequence.TruthIds * columns];
        foreach (var frame in sequence.Frames)
        {
            foreach (var id in frame.Truth) truthCount[id]++;
            foreach (var id in frame.Result) resultCount[id]++;
            var ofTruth = new double[frame.Truth.Length];
            var ofResult = new double[frame.Result.Length];
            for (var t = 0; t < ofTruth.Length; t++)
                for (var r = 0; r < ofResult.Length; r++)
                {
                    ofTruth[t] += frame.Overlap(t, r);
                    ofResult[r] += frame.Overlap(t, r);
                }
            for (var t = 0; t < ofTruth.Length; t++)
                for (var r = 0; r < ofResult.Length; r++)
                {
                    var overlap = frame.Overlap(t, r);
                    if (overlap > 0) shared[(frame.Truth[t] * columns) + frame.Result[r]] += overlap / (ofTruth[t] + ofResult[r] - overlap);
                }
        }
        for (var t = 0; t < truthCount.Length; t++)
            for (var r = 0; r < columns; r++)
                shared[(t * columns) + r] /= truthCount[t] + resultCount[r] - shared[(t * columns) + r];
        return shared;
    }

    private static double Associations(int[] matches, int[] truthCount, int[] resultCount)
    {
        var sum = 0.0;
        for (var i = 0; i < matches.Length; i++)
        {
            if (matches[i] == 0) continue;
            double n = matches[i];
            sum += n * n / (truthCount[i / resultCount.Length] + resultCount[i % resultCount.Length] - n);
        }
        return sum;
    }

    private double Detection(int i) => Truth + Result == 0 ? 0 : (double)True[i] / (Truth + Result - True[i]);

    private double Association(int i) => True[i] == 0 ? 0 : AssociationSum[i] / True[i];

    private double Location(int i) => True[i] == 0 ? 1 : OverlapSum[i] / True[i];

    private static double Mean(Func<int, double> of) => Enumerable.Range(0, Thresholds).Average(of);
}
