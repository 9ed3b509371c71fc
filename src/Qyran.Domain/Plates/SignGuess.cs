namespace Qyran.Domain.Plates;

/// <summary>What may stand at one position of a plate, and how sure the reader is.</summary>
/// <param name="Confidence">0 to 1.</param>
public readonly record struct SignGuess(char Sign, double Confidence);
