using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>How one rule's cases compare with the true violations.</summary>
/// <param name="True">Violations that happened and were to be seen.</param>
/// <param name="Cases">Cases made.</param>
/// <param name="Found">Violations with a case of the same rule against the same vehicle.</param>
/// <param name="Duplicates">Further cases for a violation that already has one.</param>
/// <param name="InstantErrorsS">Case − truth in seconds for each found one, sorted by size.</param>
/// <param name="Hidden">Violations at whose instant the vehicle was hidden or too small to be asked for, and that have no case: nobody can prove them.</param>
public sealed record ViolationFigures(int True, int Cases, int Found, int Duplicates, ImmutableArray<double> InstantErrorsS, int Hidden = 0)
{
    public int Missed => True - Found;

    /// <summary>Cases against somebody who did not do it; duplicates apart.</summary>
    public int False => Cases - Found - Duplicates;

    /// <summary>Share of the cases that are right; a duplicate is not. 1 when there is no case.</summary>
    public double Precision => Cases == 0 ? 1 : Found / (double)Cases;

    /// <summary>1 when nothing happened.</summary>
    public double Recall => True == 0 ? 1 : Found / (double)True;

    public double MedianInstantErrorS => Sorted is { Length: > 0 } s ? SpeedFigures.Percentile(s, 0.5) : 0;
    public double WorstInstantErrorS => Sorted is { Length: > 0 } s ? s[^1] : 0;

    private double[] Sorted => [.. InstantErrorsS.Select(Math.Abs).Order()];

    public static ViolationFigures operator +(ViolationFigures a, ViolationFigures b) =>
        new(a.True + b.True, a.Cases + b.Cases, a.Found + b.Found, a.Duplicates + b.Duplicates, [.. a.InstantErrorsS, .. b.InstantErrorsS], a.Hidden + b.Hidden);
}
