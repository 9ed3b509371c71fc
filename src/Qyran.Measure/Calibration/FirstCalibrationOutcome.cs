using Qyran.Domain.Scenes;

namespace Qyran.Measure.Calibration;

/// <summary>What became of a calibration without survey.</summary>
public abstract record FirstCalibrationOutcome
{
    private FirstCalibrationOutcome() { }

    /// <summary>An estimate to start from and to refine by hand.</summary>
    /// <param name="Survey">Nine marks on the road with positions, whose errors together carry the uncertainty of the scale; goes into a scene file as it is.</param>
    /// <param name="SpeedErrorPercent">A speed along the road measured with it is uncertain by ± this, % (95 %).</param>
    /// <param name="Pose">Where the camera would stand.</param>
    /// <param name="TracksUsed">Tracks that run straight along the road.</param>
    /// <param name="LinesUsed">Driven and drawn lines that meet in its vanishing point.</param>
    public sealed record Estimated(Survey Survey, double SpeedErrorPercent, CameraPose Pose, int TracksUsed, int LinesUsed) : FirstCalibrationOutcome;

    /// <param name="Why">One line for people.</param>
    public sealed record Refused(string Why) : FirstCalibrationOutcome;
}
