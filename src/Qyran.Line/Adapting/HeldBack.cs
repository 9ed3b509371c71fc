using Qyran.Vision.Adapted;

namespace Qyran.Line.Adapting;

/// <summary>How good scores are on samples that were not learned from. What nobody knows counts as wrong: it was not enough to be believed.</summary>
/// <param name="Recall">Of the things that were there, the share found at the tracker's threshold.</param>
/// <param name="Precision">Of what is found at that threshold, the share that is right.</param>
/// <param name="Average">Average precision over all thresholds (area under precision over recall).</param>
/// <param name="Cost">Mean log loss of the score taken as a chance, nats: how honest it is.</param>
public readonly record struct HeldBack(double Recall, double Precision, double Average, double Cost)
{
    /// <summary>A detection from here on begins a track.</summary>
    private const double Threshold = 0.5;

    /// <summary>Harmonic mean of recall and precision.</summary>
    public double F1 => Recall + Precision > 0 ? 2 * Recall * Precision / (Recall + Precision) : 0;

    /// <param name="things">Things there were in these samples' moments, found or not.</param>
    public static HeldBack Of(IReadOnlyList<AdaptSample> samples, int things, ScoreMap map, int width, int height)
    {
        if (samples.Count == 0 || things == 0) return default;
        var scored = samples.Select(s => (Sample: s, Score: map.Of(s.Found, width, height))).OrderByDescending(s => s.Score).ToArray();
        HashSet<(int, int, long)> seen = [];
        var (hits, wrong, area, cost) = (0, 0, 0.0, 0.0);
        var (recall, precision) = (0.0, 0.0);
        foreach (var (sample, score) in scored)
        {
            cost -= Math.Log(Math.Max(1e-6, sample.Right is true ? score : 1 - score));
            if (sample.Thing is not { } thing) wrong++;
            else if (seen.Add(thing)) area += (double)++hits / (hits + wrong) / things;
            // a thing seen by the look at the whole and by a closer one is neither found twice nor wrong
            if (score >= Threshold) (recall, precision) = ((double)hits / things, hits + wrong == 0 ? 0 : (double)hits / (hits + wrong));
        }
        return new(recall, precision, area, cost / scored.Length);
    }
}
