namespace Qyran.Evidence;

/// <summary>A file found in a pack.</summary>
/// <param name="Offset">Where its contents begin in the archive.</param>
internal sealed record StoredEntry(string Name, long Offset, Digest Digest);
