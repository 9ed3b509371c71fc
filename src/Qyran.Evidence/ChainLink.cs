namespace Qyran.Evidence;

/// <summary>A pack's place in its device's chain. Each manifest holds the hash of the one before, so packs cannot be swapped or taken out unseen.</summary>
/// <param name="Sequence">Counts from 1.</param>
/// <param name="ManifestSha256">Lower-case hex.</param>
/// <param name="Previous">Manifest hash of the pack before; null for the first.</param>
public sealed record ChainLink(long Sequence, string CaseId, string ManifestSha256, string? Previous);
