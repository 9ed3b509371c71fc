namespace Qyran.Measure.Scoring.Boxes;

/// <summary>Right and wrong detections of one class over all pictures, best first.</summary>
public sealed class PrecisionCurve
{
    private readonly (float Score, bool Right)[] _found;

    private PrecisionCurve((float, bool)[] found, int wanted) => (_found, Wanted) = (found, wanted);

    /// <summary>How many boxes were to be found.</summary>
    public int Wanted { get; }

    /// <param name="overlap">Intersection over union from which a detection is right, 0…1.</param>
    public static PrecisionCurve Of(IEnumerable<BoxPicture> pictures, double overlap, HeightRange range)
    {
        var all = new List<(float Score, bool Right)>();
        var wanted = 0;
        foreach (var picture in pictures)
        {
            wanted += BoxMatch.Wanted(picture, range);
            foreach (var (found, truth, counts) in BoxMatch.Of(picture, overlap, range))
                if (counts) all.Add((picture.Found[found].Score, truth >= 0));
        }
        // equal scores stay in the order of the pictures, as COCO's code has it
        return new([.. all.OrderByDescending(a => a.Score)], wanted);
    }

    /// <summary>
    /// Average precision, 0…1: the mean, over the recalls 0, 0.01 … 1, of the best precision at that recall or more. Null where nothing was to be found.
    /// The recalls are compared in whole numbers, so 7 of 100 does reach 0.07.
    /// </summary>
    public double? Average()
    {
        if (Wanted == 0) return null;
        var right = new int[_found.Length];
        var best = new double[_found.Length];
        for (var i = 0; i < _found.Length; i++)
        {
            right[i] = (i > 0 ? right[i - 1] : 0) + (_found[i].Right ? 1 : 0);
            best[i] = (double)right[i] / (i + 1);
        }
        for (var i = best.Length - 2; i >= 0; i--) best[i] = Math.Max(best[i], best[i + 1]);
        var (sum, at) = (0.0, 0);
        for (var percent = 0; percent <= 100; percent++)
        {
            while (at < right.Length && right[at] * 100L < (long)percent * Wanted) at++;
            if (at == right.Length) break;
            sum += best[at];
        }
        return sum / 101;
    }

    /// <summary>Null where nothing was to be found.</summary>
    public OperatingPoint? At(double threshold)
    {
        if (Wanted == 0) return null;
        var kept = _found.TakeWhile(f => f.Score >= threshold).ToArray();
        var right = kept.Count(f => f.Right);
        return new(threshold, (double)right / Wanted, kept.Length == 0 ? null : (double)right / kept.Length);
    }

    /// <summary>Where the harmonic mean of precision and recall is greatest. For reports: a threshold for use is never chosen on test pictures.</summary>
    public OperatingPoint? Best()
    {
        if (Wanted == 0) return null;
        OperatingPoint? best = null;
        var right = 0;
        for (var i = 0; i < _found.Length; i++)
        {
            if (_found[i].Right) right++;
            if (i + 1 < _found.Length && _found[i + 1].Score == _found[i].Score) continue; // no threshold parts equal scores
            var here = new OperatingPoint(_found[i].Score, (double)right / Wanted, (double)right / (i + 1));
            if (best is null || here.F1 > best.F1) best = here;
        }
        return best;
    }
}
