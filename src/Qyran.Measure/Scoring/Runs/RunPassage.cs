using Qyran.Domain.Detections;
using Qyran.Domain.Units;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>One line of an analysis' <c>passages.jsonl</c>, as far as it is scored.</summary>
/// <param name="FromUs">When the measuring began, media clock; null where the file does not say.</param>
/// <param name="Plate">The accepted text; null when none was.</param>
/// <param name="PlateConfidence">0…1; null without a plate.</param>
/// <param name="PlateReads">Single readings of this vehicle; null where the file does not say.</param>
public sealed record RunPassage(
    string Id, int Track, RoadUser Class, string? Lane, Speed? Speed, Speed? Error, long? FromUs, long? UntilUs, string? SpeedRefused,
    string? Plate, double? PlateConfidence, int? PlateReads)
{
    /// <summary>What the law takes off; the error, where the file says no more.</summary>
    public Speed? Margin { get; init; } = Error;
}
