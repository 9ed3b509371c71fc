namespace Qyran.Line.Looking;

/// <summary>
/// How often a detector that sees each frame for itself (any ONNX model) looks. In times, never in frames, so that one setting serves 4 to
/// 60 frames a second. The motion detector compares frame with frame and looks at every one.
/// </summary>
public sealed record LookSettings
{
    /// <summary>
    /// Looks a second while something is followed that moves or has just come. At 25 frames a second every third frame; at 12 or fewer
    /// every one. Between two looks a car in town moves by a quarter of its own size at most, far within what the tracker's prediction bridges.
    /// </summary>
    public double BusyHz { get; init; } = 8;

    /// <summary>
    /// A vehicle in or near the measuring zone is looked at before it has moved by this share of its own size: a speed rests on
    /// sightings, and the fastest are in the zone for the shortest time.
    /// </summary>
    public double FastShare { get; init; } = 0.3;

    /// <summary>The same anywhere else: what moves farther from look to look is easily lost or taken for another.</summary>
    public double FarShare { get; init; } = 0.6;

    /// <summary>How long before it enters the measuring zone a vehicle counts as near, s.</summary>
    public double NearSeconds { get; init; } = 0.5;

    /// <summary>Looks a second while something moves in the picture but nothing is followed: a newcomer waits a sixth of a second at most.</summary>
    public double ArrivalHz { get; init; } = 6;

    /// <summary>Looks a second while all that is followed stands and nothing moves in the picture.</summary>
    public double WaitingHz { get; init; } = 1;

    /// <summary>Time between looks at a scene in which nothing moves and nothing is followed, s: the gate may err, the detector then finds out.</summary>
    public double IdleSeconds { get; init; } = 5;

    /// <summary>
    /// Looks a second at most, and neither closer nor close ones, while frames of a live camera wait for the line: vehicles are followed through every frame on fewer sightings,
    /// which is better than a hole of some frames without any.
    /// </summary>
    public double PressedHz { get; init; } = 6;

    /// <summary>After the last movement in the picture the line stays awake for this long, s.</summary>
    public double AwakeSeconds { get; init; } = 0.5;

    /// <summary>Closer looks a second, at a part of the picture and beside the whole of it, while there is something small to see; 0: none.</summary>
    public double TileHz { get; init; } = 6;

    /// <summary>What is lower than this in the detector's input, px, when the whole picture is looked at, is small.</summary>
    public double SmallPixels { get; init; } = 20;

    /// <summary>
    /// How many times as finely a part is looked at, at most: pictures are analysed at this many times the input's sides. 3 finds a little more
    /// and gave a wrong speed (docs/design/detection.md).
    /// </summary>
    public double TileGain { get; init; } = 2;
}
