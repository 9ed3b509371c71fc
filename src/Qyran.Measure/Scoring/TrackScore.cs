namespace Qyran.Measure.Scoring;

/// <summary>All measures of one sequence, or of several taken together.</summary>
public sealed record TrackScore(ClearMot Clear, IdentityScore Identity, Hota Hota)
{
    /// <summary>Together: counts are summed, then the ratios formed, as the benchmarks do; never a mean of the sequences' figures.</summary>
    public static TrackScore operator +(TrackScore a, TrackScore b) => new(a.Clear + b.Clear, a.Identity + b.Identity, a.Hota + b.Hota);

    /// <param name="frames">Length of the sequence.</param>
    public static TrackScore Of(IEnumerable<ScoredBox> truth, IEnumerable<ScoredBox> result, int frames)
    {
        var sequence = MatchedSequence.Of(truth, result);
        return new(ClearMot.Of(sequence, frames), IdentityScore.Of(sequence), Hota.Of(sequence));
    }
}
