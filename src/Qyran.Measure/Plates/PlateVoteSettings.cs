namespace Qyran.Measure.Plates;

/// <summary>When readings of one vehicle make a plate.</summary>
public sealed record PlateVoteSettings
{
    /// <summary>Readings that must say exactly the same.</summary>
    public int LeastReads { get; init; } = 2;

    /// <summary>The least chance that the text is right.</summary>
    public double LeastConfidence { get; init; } = 0.95;

    /// <summary>A plate must have been read at least once at this height, px: on smaller ones the same wrong text is read again and again.</summary>
    public double LeastHeightPx { get; init; } = 12;

    /// <summary>
    /// Pictures of one plate share dirt, light and angle, so their readings share errors: each counts as this share of an independent one.
    /// </summary>
    public double Independence { get; init; } = 0.5;

    /// <summary>Two sure texts at least this many edits apart are two plates.</summary>
    public int OtherPlateEdits { get; init; } = 3;
}
