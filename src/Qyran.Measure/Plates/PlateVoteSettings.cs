namespace Qyran.Measure.Plates;

/// <summary>When readings of one vehicle make a plate.</summary>
public sealed record PlateVoteSettings
{
    /// <summary>Readings that must say exactly the same.</summary>
    public int LeastReads { get; init; } = 2;

    /// <summary>The least chance that the text is right.</summary>
    public double LeastConfidence { get; init; } = 0.95;

    /// <summary>Plates that were never read at this height or more, px, must be surer: on small ones the same wrong text is read again and again.</summary>
    public double SmallHeightPx { get; init; } = 12;

    /// <summary>The least chance that the text of a small plate is right.</summary>
    public double SmallConfidence { get; init; } = 0.99;

    /// <summary>
    /// Pictures of one plate share dirt, light and angle, so their readings share errors: each counts as this share of an independent one.
    /// </summary>
    public double Independence { get; init; } = 0.5;

    /// <summary>Two sure texts at least this many edits apart are two plates.</summary>
    public int OtherPlateEdits { get; init; } = 3;
}
