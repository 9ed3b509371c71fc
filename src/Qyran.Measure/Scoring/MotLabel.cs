namespace Qyran.Measure.Scoring;

/// <summary>One row of a MOTChallenge truth file.</summary>
/// <param name="Thing">Whose box it is; its confidence is the flag: 0 means that nobody asks for this box.</param>
/// <param name="Class">1 pedestrian, 2 on a vehicle, 7 standing person, 8 distractor, 12 reflection …; null in the files of 2015, where all are pedestrians.</param>
public readonly record struct MotLabel(ScoredBox Thing, int? Class)
{
    /// <summary>False for rows flagged 0: not asked for.</summary>
    public bool Considered => Thing.Confidence is not 0;
}
