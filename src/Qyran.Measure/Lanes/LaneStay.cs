namespace Qyran.Measure.Lanes;

/// <summary>Where a track drove.</summary>
/// <param name="Lane">Scene id of the lane it spent most time in.</param>
/// <param name="Direction">"along" or "against" the lane's arrow; null without an arrow or without movement.</param>
/// <param name="Seconds">Time spent in it.</param>
/// <param name="Share">That time as a part of the whole track, 0…1.</param>
public sealed record LaneStay(string Lane, string? Direction, double Seconds, double Share);
