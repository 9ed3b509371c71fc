using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>What to simulate.</summary>
/// <param name="Folder">Made if missing; with several cameras every one gets a folder in it.</param>
/// <param name="Seconds">Instead of the scenario's.</param>
/// <param name="Seed">Instead of the scenario's.</param>
/// <param name="Size">Instead of the cameras'.</param>
/// <param name="TruthOnly">No video: scene.yaml and truth.json alone, the same bytes as with it.</param>
/// <param name="Stills">Also write every so many seconds a PNG of the picture; null = none.</param>
/// <param name="Check">What whoever reads the scenes has against one; it is asked before anything is simulated.</param>
/// <param name="From">The scenario's file, which is not written over; null where it has none.</param>
public sealed record SimulateRequest(
    Scenario Scenario, string Folder, double? Seconds, int? Seed, (int Width, int Height)? Size, bool TruthOnly, double? Stills = null, Func<Scene, Failure?>? Check = null, string? From = null);
