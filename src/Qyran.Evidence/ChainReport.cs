using System.Collections.Immutable;

namespace Qyran.Evidence;

/// <summary>What a check of a folder of packs found.</summary>
/// <param name="Packs">Each pack by itself, by name.</param>
/// <param name="Findings">What is wrong between them: order, missing and slipped-in packs.</param>
/// <param name="Notes">What is worth knowing but is no sign of a change: what a killed process left.</param>
/// <param name="State">NotAPack when the folder holds neither packs nor a chain.</param>
public sealed record ChainReport(string Folder, PackState State, ImmutableArray<VerifyReport> Packs, ImmutableArray<Finding> Findings, ImmutableArray<string> Notes);
