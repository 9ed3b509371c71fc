using System.Collections.Immutable;
using System.Globalization;
using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli.Scoring;

/// <summary>A plate set measured.</summary>
/// <param name="Pictures">Measured ones.</param>
/// <param name="Crops">The pictures show plates alone: only reading is measured.</param>
/// <param name="Heights">The same by the height of the plate in the picture, px.</param>
/// <param name="Signs">The same by the height of the plate's large signs, px, told from its outline.</param>
/// <param name="Reliability">Readings by stated confidence.</param>
/// <param name="MedianMs">Milliseconds for a picture, one thread.</param>
/// <param name="Left">Pictures that were not measured, each with why in brackets.</param>
internal sealed record ScorePlateResult(
    ScorePlateSet Set, int Pictures, bool Crops, PlateScore Score, ImmutableArray<(string Height, PlateScore Score)> Heights, ImmutableArray<(string Height, PlateScore Score)> Signs,
    ImmutableArray<(double From, int Readings, int Right)> Reliability, double MedianMs, ImmutableArray<(string Path, string Truth, string Read, double Confidence)> Wrong, ImmutableArray<string> Left)
{
    /// <summary>No text is known: the finder alone is measured, and any of its spots that it scores high enough is something given out.</summary>
    public bool BoxesOnly { get; init; }

    /// <summary>As tables call it: where only boxes are known, "found" means something else.</summary>
    public string Name => BoxesOnly ? string.Create(CultureInfo.InvariantCulture, $"{Set.Title}: spots from {ScorePlates.FoundFrom} on") : Set.Title;
}
