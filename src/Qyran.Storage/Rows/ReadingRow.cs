using System.Collections.Immutable;
using Qyran.Domain.Plates;

namespace Qyran.Storage.Rows;

/// <summary>A plate text read in one frame of a passage.</summary>
/// <param name="FrameUs">The frame's instant, µs since the Unix epoch, UTC.</param>
/// <param name="Text">Exactly as read, before any normalising.</param>
/// <param name="Positions">For each position what may stand there, the likeliest first; empty when the reader gives none.</param>
public sealed record ReadingRow(long FrameUs, string Text, string? Country, double Confidence, ImmutableArray<ImmutableArray<SignGuess>> Positions)
{
    public bool Equals(ReadingRow? other) => other is not null
        && (FrameUs, Text, Country, Confidence) == (other.FrameUs, other.Text, other.Country, other.Confidence)
        && Positions.Length == other.Positions.Length && Positions.Zip(other.Positions).All(p => p.First.SequenceEqual(p.Second));

    public override int GetHashCode() => HashCode.Combine(FrameUs, Text);
}
