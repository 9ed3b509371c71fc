namespace Qyran.Measure.Scoring.Boxes;

/// <summary>How well one class is found. Figures are null where there is nothing to find.</summary>
/// <param name="Wanted">Boxes to be found.</param>
/// <param name="Ap50">Average precision at an overlap of one half.</param>
/// <param name="Ap">Mean of the average precisions at the overlaps 0.50, 0.55 … 0.95.</param>
/// <param name="Best">At the threshold that makes F1 greatest, overlap one half; null also when nothing at all was found.</param>
/// <param name="AtFixed">At <see cref="BoxScore.FixedThreshold"/>.</param>
/// <param name="Small">Ap50 of boxes lower than 12 px in a picture fitted into 416 × 256.</param>
/// <param name="Medium">12 to 40 px.</param>
/// <param name="Large">40 px and more.</param>
public sealed record ClassScore(
    string Name, int Wanted, double? Ap50, double? Ap, OperatingPoint? Best, OperatingPoint? AtFixed, SizeScore Small, SizeScore Medium, SizeScore Large);
