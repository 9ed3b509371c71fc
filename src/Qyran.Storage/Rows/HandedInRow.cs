namespace Qyran.Storage.Rows;

/// <summary>One thing a device has handed in.</summary>
/// <param name="Sha256">Of all that was handed in, lower-case hex: the same id with another hash is another thing.</param>
public sealed record HandedInRow(string DeviceId, string TheirId, string Sha256, string PassageId);
