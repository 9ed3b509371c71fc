namespace Qyran.Storage.Files;

/// <summary>A file that is on disk, with what it holds.</summary>
/// <param name="Path">Below the data folder, with forward slashes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record StoredFile(string Path, long LengthBytes, string Sha256);
