namespace Qyran.Storage.Files;

/// <summary>How far a check is.</summary>
public readonly record struct CheckProgress(int Files, int OfFiles, long Bytes, long OfBytes);
