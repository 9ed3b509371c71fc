using Qyran.Domain.Geometry;

namespace Qyran.Measure.Scoring.Plates;

/// <summary>A plate as the program gave it out.</summary>
/// <param name="Accepted">Said to be sure by itself.</param>
public sealed record PlateGuess(string Text, PixelBox Box, double Confidence, bool Accepted);
