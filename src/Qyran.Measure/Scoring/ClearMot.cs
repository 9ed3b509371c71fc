using Qyran.Measure.Tracking;

namespace Qyran.Measure.Scoring;

/// <summary>
/// CLEAR MOT (Bernardin and Stiefelhagen 2008) with the track quality counts of Li et al. 2009, as the MOTChallenge development kit
/// (and TrackEval after it) counts them: a correspondence of the frame before is kept while its boxes overlap enough; the rest is
/// matched one to one, as many as possible, then with the greatest overlap.
/// </summary>
/// <param name="Truth">Boxes of the truth.</param>
/// <param name="Matches">Boxes matched, identity switches included.</param>
/// <param name="Switches">A truth is matched to another result than when it was last matched.</param>
/// <param name="Fragments">A truth is matched again after at least one frame in which it was not, be it missed or out of sight.</param>
/// <param name="OverlapSum">Sum of the overlaps of the matches.</param>
/// <param name="MostlyTracked">Truths matched in more than 80 % of their frames.</param>
/// <param name="MostlyLost">Truths matched in less than 20 % of their frames.</param>
public sealed record ClearMot(
    int Frames, int Truth, int Matches, int FalsePositives, int Misses, int Switches, int Fragments, double OverlapSum,
    int Tracks, int MostlyTracked, int MostlyLost)
{
    public int PartlyTracked => Tracks - MostlyTracked - MostlyLost;
    public double Recall => Share(Matches, Truth);
    public double Precision => Share(Matches, Matches + FalsePositives);
    public double FalseAlarmsPerFrame => Share(FalsePositives, Frames);
    public double Mota => Truth == 0 ? 0 : 1 - ((double)(Misses + FalsePositives + Switches) / Truth);

    /// <summary>MOTA with the logarithm of the switches instead of their count.</summary>
    public double Motal => Truth == 0 ? 0 : 1 - ((Misses + FalsePositives + Math.Log10(Switches + 1)) / Truth);

    /// <summary>Mean overlap of the matches, 0…1; the higher the better.</summary>
    public double Motp => Share(OverlapSum, Matches);

    public static ClearMot operator +(ClearMot a, ClearMot b) => new(
        a.Frames + b.Frames, a.Truth + b.Truth, a.Matches + b.Matches, a.FalsePositives + b.FalsePositives, a.Misses + b.Misses,
        a.Switches + b.Switches, a.Fragments + b.Fragments, a.OverlapSum + b.OverlapSum, a.Tracks + b.Tracks,
        a.MostlyTracked + b.MostlyTracked, a.MostlyLost + b.MostlyLost);

    /// <param name="frames">Length of the sequence; frames without any box count for false alarms per frame.</param>
    public static ClearMot Of(MatchedSequence sequence, int frames, double minOverlap = 0.5)
    {
        var seen = new int[sequence.TruthIds];
        var matched = new int[sequence.TruthIds];
        // the result last matched to each truth, ever (for switches) and in the frame before (kept, and for fragments)
        var partner = new int[sequence.TruthIds];
        var before = new int[sequence.TruthIds];
        var now = new int[sequence.TruthIds];
        Array.Fill(partner, -1);
        Array.Fill(before, -1);
        var lastFrame = int.MinValue;
        var assignment = new Assignment();
        int matches = 0, falsePositives = 0, misses = 0, switches = 0, fragments = 0;
        var overlapSum = 0.0;
        foreach (var frame in sequence.Frames)
        {
            if (frame.Frame > lastFrame + 1L) Array.Fill(before, -1);
            lastFrame = frame.Frame;
            Array.Fill(now, -1);
            var of = Match(frame, before, assignment, minOverlap);
            var found = 0;
            for (var t = 0; t < of.Length; t++)
            {
                var id = frame.Truth[t];
                seen[id]++;
                if (of[t] < 0)
                {
                    misses++;
                    continue;
                }
                var with = frame.Result[of[t]];
                if (partner[id] >= 0 && partner[id] != with) switches++;
                if (before[id] < 0 && matched[id] > 0) fragments++;
                partner[id] = now[id] = with;
                matched[id]++;
                found++;
                overlapSum += frame.Overlap(t, of[t]);
            }
            matches += found;
            falsePositives += frame.Result.Length - found;
            (before, now) = (now, before);
        }
        var mostly = Enumerable.Range(0, seen.Length).Count(i => matched[i] > 0.8 * seen[i]);
        var lost = Enumerable.Range(0, seen.Length).Count(i => matched[i] < 0.2 * seen[i]);
        return new(frames, matches + misses, matches, falsePositives, misses, switches, fragments, overlapSum, seen.Length, mostly, lost);
    }

    /// <summary>The result matched to each truth of the frame, or -1. Kept correspondences first, then the rest.</summary>
    private static int[] Match(FramePair frame, int[] before, Assignment assignment, double minOverlap)
    {
        var (rows, columns) = (frame.Truth.Length, frame.Result.Length);
        var of = new int[rows];
        Array.Fill(of, -1);
        var taken = new bool[columns];
        for (var t = 0; t < rows; t++)
        {
            var r = before[frame.Truth[t]] is >= 0 and var with ? Array.IndexOf(frame.Result, with) : -1;
            if (r < 0 || taken[r] || frame.Overlap(t, r) < minOverlap) continue;
            (of[t], taken[r]) = (r, true);
        }
        var cost = new double[rows * columns];
        for (var t = 0; t < rows; t++)
            for (var r = 0; r < columns; r++)
                cost[(t * columns) + r] = of[t] >= 0 || taken[r] || frame.Overlap(t, r) < minOverlap ? MostPairs : 1 - frame.Overlap(t, r);
        var rest = new int[rows];
        assignment.Solve(cost, rows, columns, MostPairs, rest);
        for (var t = 0; t < rows; t++)
            if (rest[t] >= 0) of[t] = rest[t];
        return of;
    }

    // Leaving a pair out costs more than all overlaps of a frame together: as many pairs as possible come first
    private const double MostPairs = 1e6;

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
