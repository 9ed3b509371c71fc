namespace Qyran.Storage.Rows;

/// <summary>A kept evidence file.</summary>
/// <param name="Path">Below the data folder, with forward slashes.</param>
/// <param name="CaseId">The case it belongs to; null for a passage's own pictures.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="StoredUs">When its row was written, µs since the Unix epoch, UTC.</param>
public sealed record EvidenceRow(string Path, string? CaseId, long LengthBytes, string Sha256, long StoredUs);
