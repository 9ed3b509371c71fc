namespace Qyran.Measure.Scoring.Crossings;

/// <summary>A vehicle that a person saw pass a stop line during red.</summary>
/// <param name="AtUs">When its wheel touched the line, media clock.</param>
/// <param name="X">Where on the line, raw pixels.</param>
/// <param name="IsBroken">A violation beyond doubt; false where nobody can be sure, so that it must not be accused.</param>
public readonly record struct SeenCrossing(long AtUs, double X, bool IsBroken);
