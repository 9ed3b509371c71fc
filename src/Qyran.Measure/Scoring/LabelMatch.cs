using Qyran.Domain.Geometry;
using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring;

/// <summary>
/// Which labelled thing each result box of a frame is, whether or not that thing counts: one to one, the greatest sum of overlaps,
/// an overlap of at least one half. Benchmarks use it to leave out results that lie on things nobody asks for.
/// </summary>
internal static class LabelMatch
{
    private const double MinOverlap = 0.5;

    /// <summary>For each result the index of its label, or -1.</summary>
    public static int[] Of(ReadOnlySpan<ScoredBox> results, ReadOnlySpan<PixelBox> labels, Assignment assignment)
    {
        var of = new int[results.Length];
        var cost = new double[results.Length * labels.Length];
        for (var r = 0; r < results.Length; r++)
            for (var l = 0; l < labels.Length; l++)
                cost[(r * labels.Length) + l] = results[r].Box.Iou(labels[l]) is >= MinOverlap and var iou ? -iou : 0;
        assignment.Solve(cost, results.Length, labels.Length, 0, of);
        return of;
    }
}
