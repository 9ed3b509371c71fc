using System.Collections.Immutable;
using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli;

/// <summary>A plate set measured.</summary>
/// <param name="Heights">The same by the height of the plate in the picture, px: one-row plates' signs are about two thirds of it.</param>
/// <param name="Reliability">Readings by stated confidence.</param>
/// <param name="MedianMs">Milliseconds for a picture, one thread.</param>
internal sealed record ScorePlateResult(
    ScorePlateSet Set, int Pictures, PlateScore Score, ImmutableArray<(string Height, PlateScore Score)> Heights,
    ImmutableArray<(double From, int Readings, int Right)> Reliability, double MedianMs, ImmutableArray<(string Path, string Truth, string Read, double Confidence)> Wrong);
