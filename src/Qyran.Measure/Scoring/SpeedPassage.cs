namespace Qyran.Measure.Scoring;

/// <summary>One vehicle whose true speed is known, and what came of measuring it.</summary>
/// <param name="Kmh">Measured; null when refused.</param>
/// <param name="ErrorKmh">Half width of the stated 95 % interval; null when refused.</param>
/// <param name="Refused">Why there is no speed; null when there is one.</param>
public sealed record SpeedPassage(string Recording, double TrueKmh, double? Kmh, double? ErrorKmh, string? Refused)
{
    /// <summary>What the law takes off; the error, where nothing more is stated.</summary>
    public double? MarginKmh { get; init; } = ErrorKmh;

    /// <summary>Measured minus true, km/h.</summary>
    public double? Off => Kmh - TrueKmh;
}
