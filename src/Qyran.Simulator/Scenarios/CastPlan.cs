using Qyran.Domain.Detections;

namespace Qyran.Simulator;

/// <summary>One vehicle with a part to play.</summary>
/// <param name="AtS">When it enters its lane, from the first frame; below 0 = during the warm-up.</param>
/// <param name="Kmh">Speed it wants; null = the lane's.</param>
/// <param name="FromM">Where on the lane the deed begins</param><param name="ToM">and ends, m from the lane's beginning.</param>
/// <param name="ShiftM">Sideways, to the right of travel (left is negative).</param>
/// <param name="ForS">How long it stops.</param>
/// <param name="Via">Lane it goes on to behind the junction; null = by chance.</param>
public sealed record CastPlan(
    double AtS, string Lane, RoadUser Class, CastDeed Does, double? Kmh, double? FromM, double? ToM, double ShiftM, double ForS, string? Via, string? Plate, string? Country);
