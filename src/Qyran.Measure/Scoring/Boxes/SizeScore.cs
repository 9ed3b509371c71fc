namespace Qyran.Measure.Scoring.Boxes;

/// <summary>How well the boxes of one range of heights are found.</summary>
/// <param name="Ap50">Null where there are none.</param>
public readonly record struct SizeScore(int Wanted, double? Ap50);
