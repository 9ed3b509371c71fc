using System.Collections.Immutable;

namespace Qyran.Domain.Plates;

/// <summary>A plate text read in one picture.</summary>
/// <param name="Text">Capital letters and digits as read, upper row first; nothing put in or changed by any country's pattern.</param>
/// <param name="Confidence">The chance that all of it is right, 0 to 1.</param>
/// <param name="Country">Whose plate it looks like ("KZ"); null when the reader does not name one.</param>
/// <param name="CountryConfidence">0 to 1.</param>
/// <param name="Quad">Where it was seen.</param>
/// <param name="Found">How sure the finder was that there is a plate, 0 to 1.</param>
/// <param name="Signs">For each sign of the text what may stand there, the likeliest first; the text's own sign is among them, and not the first where a country's form spoke for it.</param>
public sealed record PlateReading(
    string Text, double Confidence, string? Country, double CountryConfidence, PlateQuad Quad, double Found, ImmutableArray<ImmutableArray<SignGuess>> Signs)
{
    public bool Equals(PlateReading? other) => other is not null
        && (Text, Confidence, Country, CountryConfidence, Quad, Found) == (other.Text, other.Confidence, other.Country, other.CountryConfidence, other.Quad, other.Found)
        && Signs.Length == other.Signs.Length && Signs.Zip(other.Signs).All(p => p.First.SequenceEqual(p.Second));

    public override int GetHashCode() => HashCode.Combine(Text, Quad);
}
