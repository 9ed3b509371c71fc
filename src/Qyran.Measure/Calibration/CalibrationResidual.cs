namespace Qyran.Measure.Calibration;

/// <summary>How far one measured thing of the survey lies from the solved calibration.</summary>
/// <param name="Of">Names it: "point 3 in the picture", "length 2" …, counted from 1 in the survey's order.</param>
/// <param name="Value">Solved minus measured; see <paramref name="Unit"/>.</param>
/// <param name="Unit">"px" or "m".</param>
/// <param name="Sigmas">The value divided by its stated standard deviation.</param>
public sealed record CalibrationResidual(string Of, double Value, string Unit, double Sigmas);
