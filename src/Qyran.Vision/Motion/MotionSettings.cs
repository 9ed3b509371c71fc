namespace Qyran.Vision.Motion;

/// <summary>How the motion detector judges. The defaults suit any fixed camera; change one only with a reason.</summary>
public sealed record MotionSettings
{
    /// <summary>Widest and tallest picture worth analysing, pixels.</summary>
    public int AnalysisWidth { get; init; } = 640;
    public int AnalysisHeight { get; init; } = 360;

    /// <summary>Smallest brightness difference that can count as change, grey levels; noise raises it per pixel, never lowers it.</summary>
    public int ToleranceFloor { get; init; } = 11;

    /// <summary>Largest tolerance a restless pixel (leaves, water) can reach, grey levels.</summary>
    public int ToleranceCeiling { get; init; } = 72;

    /// <summary>Seconds after the first frame or a cut in which everything is learned quickly.</summary>
    public double StartSeconds { get; init; } = 2.0;

    /// <summary>How many times a second each background pixel may move one grey level.</summary>
    public double LearnHz { get; init; } = 8;

    /// <summary>A thing that does not move is reported for this long before it becomes scenery, seconds.</summary>
    public double KeepStillSeconds { get; init; } = 600;

    /// <summary>After this long without change a region is asked whether it is a standing thing or the trace of one that left, seconds.</summary>
    public double GhostSeconds { get; init; } = 1.0;

    /// <summary>Share of the unchanged brightness a shadow keeps at least; darker is a thing.</summary>
    public double ShadowFloor { get; init; } = 0.42;

    /// <summary>Smallest thing reported without a calibration, pixels of the analysed picture, both ways.</summary>
    public int SmallestPixels { get; init; } = 8;

    /// <summary>How long the gate stays open after the last change, seconds.</summary>
    public double GateHoldSeconds { get; init; } = 2;
}
