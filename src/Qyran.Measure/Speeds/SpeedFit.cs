using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Measure.Speeds;

/// <summary>How a speed came about: enough to draw it and to compute it again.</summary>
/// <param name="TimesUs">Capture times of the used positions on the source's clock, µs.</param>
/// <param name="Roads">Road positions, m.</param>
/// <param name="AlongM">Way along the direction of travel, m, 0 at the weighted middle.</param>
/// <param name="ResidualsM">Position minus fitted motion, m.</param>
/// <param name="Weights">Final weights; 0 = thrown out as an outlier.</param>
/// <param name="DirectionX">Unit vector of travel on the road.</param>
/// <param name="BaseM">Way between the first and last used position, m.</param>
/// <param name="Accelerating">Whether the scatter justified an acceleration in the fit.</param>
/// <param name="AccelerationMs2">0 unless <paramref name="Accelerating"/>.</param>
/// <param name="RawMs">Mean speed over the zone before corrections, m/s.</param>
/// <param name="CorrectionMs">Added to it: the contact point's mean drift, m/s.</param>
/// <param name="Correlation">Of successive residuals.</param>
/// <param name="Budget">Standard uncertainties by name.</param>
/// <param name="StandardMs">Combined standard uncertainty, m/s.</param>
/// <param name="Freedom">Effective degrees of freedom (Welch–Satterthwaite).</param>
/// <param name="Coverage">Factor k that makes 95 % of it.</param>
/// <param name="TwoPhotoMs">Speed by the second method: two single positions, m/s.</param>
/// <param name="TwoPhotoErrorMs">Its own 95 % error without what both methods share, m/s.</param>
public sealed record SpeedFit(
    ImmutableArray<long> TimesUs, ImmutableArray<RoadPoint> Roads, ImmutableArray<double> AlongM, ImmutableArray<double> ResidualsM,
    ImmutableArray<double> Weights, double DirectionX, double DirectionY, double BaseM, bool Accelerating, double AccelerationMs2,
    double RawMs, double CorrectionMs, double Correlation, ImmutableArray<BudgetPart> Budget, double StandardMs, double Freedom, double Coverage,
    double TwoPhotoMs, double TwoPhotoErrorMs)
{
    public double DurationS => (TimesUs[^1] - TimesUs[0]) / 1e6;
}
