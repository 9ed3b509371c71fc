using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>What one camera's files hold.</summary>
/// <param name="Violations">Number per rule.</param>
public sealed record SimulatedCamera(string Id, string Folder, int Frames, int Vehicles, int People, ImmutableSortedDictionary<string, int> Violations);
