namespace Qyran.Line.Plates;

/// <summary>How often a vehicle's plate is looked at.</summary>
public sealed record PlateLookSettings
{
    /// <summary>Vehicles looked at in one frame, at most: this bounds what a frame may cost.</summary>
    public int MostPerFrame { get; init; } = 2;

    /// <summary>Seconds between two looks at one vehicle, while its plate is not sure.</summary>
    public double EverySeconds { get; init; } = 0.12;

    /// <summary>…and once looks have found nothing legible, until it has grown.</summary>
    public double IdleSeconds { get; init; } = 0.8;

    /// <summary>Looks without a legible text after which a vehicle counts as illegible at its size.</summary>
    public int IdleAfter { get; init; } = 4;

    /// <summary>A box that became this much larger is worth a new look.</summary>
    public double Grown { get; init; } = 1.15;

    /// <summary>Sure after this many agreeing readings of at least <see cref="SureConfidence"/>.</summary>
    public int SureReads { get; init; } = 3;
    public double SureConfidence { get; init; } = 0.95;

    /// <summary>Seconds between two looks at a vehicle whose plate is sure: is it still the same vehicle?</summary>
    public double SureSeconds { get; init; } = 2;

    /// <summary>Readings kept of one vehicle, the surest.</summary>
    public int MostSightings { get; init; } = 24;

    /// <summary>Smaller vehicles carry no legible plate, px of the camera's picture.</summary>
    public double LeastBoxPx { get; init; } = 40;

    /// <summary>Size of the finder's input for one vehicle, px.</summary>
    public int InputWidth { get; init; } = 256;
    public int InputHeight { get; init; } = 192;
}
