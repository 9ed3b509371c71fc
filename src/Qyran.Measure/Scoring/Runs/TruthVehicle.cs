using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>One road user of a clip's truth.</summary>
/// <param name="Plate">Text as on the plate; null without one.</param>
/// <param name="Lane">The first lane driven; null when none was.</param>
/// <param name="Lanes">All lanes driven, in order.</param>
public sealed record TruthVehicle(int Id, RoadUser Class, string? Plate, string? Country, string? Lane, ImmutableArray<string> Lanes)
{
    /// <summary>People on foot are in the truth, but nobody asks a traffic camera for them.</summary>
    public bool IsVehicle => Class != RoadUser.Person;
}
