namespace Qyran.Measure.Calibration;

/// <summary>
/// One independent direction of the calibration's uncertainty: undistorted pixel → road at plus and at minus one standard
/// deviation along an eigenvector of the parameters' covariance. Anything computed from the calibration has the variance
/// Σ ((f(Plus) − f(Minus)) / 2)² over all spreads, with full correlation between the pixels of one track.
/// </summary>
public sealed record CalibrationSpread(Homography Plus, Homography Minus);
