namespace Qyran.Storage.Rows;

/// <summary>The plate a passage's readings agreed on.</summary>
/// <param name="Text">As it was read; storage keeps its normalised form.</param>
/// <param name="Country">Code as the reader gives it ("KZ"); null when unsure.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record PlateRow(string Text, string? Country, double Confidence);
