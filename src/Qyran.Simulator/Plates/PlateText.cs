namespace Qyran.Simulator;

/// <summary>A number plate as a reader should give it: capital letters and digits without gaps, Latin look-alikes for Cyrillic letters.</summary>
/// <param name="TwoRows">The short, high form.</param>
internal sealed record PlateText(string Country, string Text, bool TwoRows);
