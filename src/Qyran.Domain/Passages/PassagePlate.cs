namespace Qyran.Domain.Passages;

/// <summary>The plate a passage's readings agreed on.</summary>
/// <param name="Text">As it was read, never changed to fit a pattern.</param>
/// <param name="Confidence">The chance that all of it is right, 0 to 1.</param>
/// <param name="Country">"KZ"; null when the reader names none.</param>
/// <param name="Frame">Number of the frame it was read best in.</param>
/// <param name="FrameUs">That frame's time on the source's clock, µs.</param>
/// <param name="Reads">Readings that say exactly this.</param>
public sealed record PassagePlate(string Text, double Confidence, string? Country, long Frame, long FrameUs, int Reads);
