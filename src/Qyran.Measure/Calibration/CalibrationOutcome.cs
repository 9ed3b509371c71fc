namespace Qyran.Measure.Calibration;

/// <summary>What became of a survey: a calibration, or why there is none.</summary>
public abstract record CalibrationOutcome
{
    private CalibrationOutcome() { }

    public sealed record Solved(RoadCalibration Calibration) : CalibrationOutcome;

    /// <param name="Why">One line for people: what is wrong with the survey and what to do.</param>
    public sealed record Refused(string Why) : CalibrationOutcome;
}
