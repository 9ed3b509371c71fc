namespace Qyran.Measure.Plates;

/// <summary>When readings of one vehicle make a plate.</summary>
public sealed record PlateVoteSettings
{
    /// <summary>Readings that must say exactly the same.</summary>
    public int LeastReads { get; init; } = 2;

    /// <summary>
    /// The least chance that the text is right. Of 3,000 made-up plates in pictures the readings stated at 0.99 and more were right in 99.5 %, those from 0.95 to 0.99 in 95 %
    /// (docs/design/plates.md).
    /// </summary>
    public double LeastConfidence { get; init; } = 0.99;

    /// <summary>A reading this sure may show that there is another plate, too.</summary>
    public double SureReading { get; init; } = 0.95;

    /// <summary>
    /// Pictures of one plate share dirt, light and angle, so their readings share errors: each counts as this share of an independent one.
    /// </summary>
    public double Independence { get; init; } = 0.5;

    /// <summary>Two sure texts at least this many edits apart are two plates.</summary>
    public int OtherPlateEdits { get; init; } = 3;

    /// <summary>
    /// Longer than this out of sight, s, it may be another vehicle that comes out: a plate must have been read on both sides. Of 226 plates accepted on made-up scenes three had such a gap, and one of
    /// these was another vehicle's; of the others all but four were right (docs/design/plates.md).
    /// </summary>
    public double MostUnseenSeconds { get; init; } = 1;
}
