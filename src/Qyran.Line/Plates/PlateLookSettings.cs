namespace Qyran.Line.Plates;

/// <summary>How often a vehicle's plate is looked at.</summary>
public sealed record PlateLookSettings
{
    /// <summary>About how often the camera's whole picture is wanted, s.</summary>
    public const double WholeSeconds = 0.1;

    /// <summary>Vehicles looked at in one whole picture, at most: this bounds what a frame may cost.</summary>
    public int MostPerFrame { get; init; } = 4;

    /// <summary>Seconds between two looks at one vehicle, while its plate is not sure: at every whole picture.</summary>
    public double EverySeconds { get; init; } = 0.9 * WholeSeconds;

    /// <summary>…and once looks at it have been in vain, until it has grown; twice as long after each further one, three times over.</summary>
    public double IdleSeconds { get; init; } = 0.8;

    /// <summary>Looks without a legible text after which looking is in vain at a vehicle's size.</summary>
    public int IdleAfter { get; init; } = 4;

    /// <summary>…and looks that showed a text, but none to be sure of.</summary>
    public int UnsureAfter { get; init; } = 16;

    /// <summary>Seconds between two looks at a vehicle as large as those on which nothing could ever be read.</summary>
    public double HopelessSeconds { get; init; } = 4;

    /// <summary>…but at once when it has become this much larger or smaller since: a few looks a passage, or nobody would ever see that it has become light.</summary>
    public double HopelessChange { get; init; } = 1.41;

    /// <summary>A box that became this much larger is worth a new look.</summary>
    public double Grown { get; init; } = 1.15;

    /// <summary>Sure after this many agreeing readings of at least <see cref="SureConfidence"/>.</summary>
    public int SureReads { get; init; } = 3;
    public double SureConfidence { get; init; } = 0.95;

    /// <summary>Seconds between two looks at a vehicle whose plate is sure: is it still the same vehicle?</summary>
    public double SureSeconds { get; init; } = 2;

    /// <summary>
    /// Readings kept of one vehicle: the surest, and of each text that was read for sure the first, the last and as many as <see cref="SureReads"/> asks. Else the plate that is read better, or for longer,
    /// would make another on the same track forgotten.
    /// </summary>
    public int MostSightings { get; init; } = 24;

    /// <summary>Smaller vehicles carry no legible plate, px of the camera's picture.</summary>
    public double LeastBoxPx { get; init; } = 40;

    /// <summary>Size of the finder's input for one vehicle, px.</summary>
    public int InputWidth { get; init; } = 256;
    public int InputHeight { get; init; } = 192;

    /// <summary>A box that is shrunk by this factor or more to fit in is looked at with twice the detail after a look that found nothing legible.</summary>
    public double ShrunkBy { get; init; } = 1.4;
}
