using Qyran.Domain.Detections;
using Qyran.Vision.Adapted;

namespace Qyran.Line.Adapting;

/// <summary>
/// The likeliest <see cref="ScoreMap"/> given samples: logistic regression with a Gaussian prior about "leave it as it is", by Newton's method one
/// coordinate at a time. A cell in which little was seen stays as it was. Pure.
/// </summary>
internal static class ScoreFit
{
    // standard deviations of the prior, in log-odds (the slope's is relative)
    private const double ShiftSpread = 0.7, SlopeSpread = 0.25, ClassSpread = 0.2, CellSpread = 0.6;
    private const double LeastSlope = 0.5, MostSlope = 1.8;
    private const int Rounds = 60;

    /// <param name="all">Those of which nobody knows are left out.</param>
    public static ScoreMap Of(IReadOnlyList<AdaptSample> all, int width, int height)
    {
        AdaptSample[] samples = [.. all.Where(s => s.Right is not null)];
        var n = samples.Length;
        double[] odds = [.. samples.Select(s => ScoreMap.LogOdds(s.Found.Score))];
        int[] kinds = [.. samples.Select(s => (int)s.Found.Class)], cells = [.. samples.Select(s => ScoreMap.Cell(s.Found, width, height))];
        bool[] right = [.. samples.Select(s => s.Right is true)];
        var (shift, slope) = (0.0, 1.0);
        var (ofKind, ofCell) = (new double[Enum.GetValues<RoadUser>().Length], new double[ScoreMap.Columns * ScoreMap.Rows]);
        double[] z = [.. odds];

        // one Newton step for one weight: x is what it is multiplied by in each sample it concerns
        double Step(double weight, double centre, double spread, double most, Func<int, double> x)
        {
            var (slopeOf, curve) = ((centre - weight) / (spread * spread), 1 / (spread * spread));
            for (var i = 0; i < n; i++)
            {
                var by = x(i);
                if (by == 0) continue;
                var p = ScoreMap.Sigmoid(z[i]);
                slopeOf += by * ((right[i] ? 1 : 0) - p);
                curve += by * by * p * (1 - p);
            }
            var now = Math.Clamp(weight + (slopeOf / curve), centre - most, centre + most);
            for (var i = 0; i < n; i++)
                if (x(i) is not 0 and var by) z[i] += (now - weight) * by;
            return now;
        }

        for (var round = 0; round < Rounds; round++)
        {
            shift = Step(shift, 0, ShiftSpread, ScoreMap.Most, _ => 1);
            var before = slope;
            slope = Step(slope, 1, SlopeSpread, 10, i => odds[i]);
            var within = Math.Clamp(slope, LeastSlope, MostSlope);
            for (var i = 0; i < n; i++) z[i] += (within - slope) * odds[i];
            slope = within;
            for (var k = 0; k < ofKind.Length; k++) ofKind[k] = Step(ofKind[k], 0, ClassSpread, ScoreMap.Most, i => kinds[i] == k ? 1 : 0);
            for (var c = 0; c < ofCell.Length; c++) ofCell[c] = Step(ofCell[c], 0, CellSpread, ScoreMap.Most, i => cells[i] == c ? 1 : 0);
            if (Math.Abs(slope - before) < 1e-5 && round > 8) break;
        }
        return new(shift, slope, [.. ofKind], [.. ofCell]);
    }
}
