namespace Qyran.Simulator;

/// <summary>Weather.</summary>
/// <param name="Strength">0 … 1: how many drops or flakes; nothing in fog, of which <paramref name="SightM"/> tells.</param>
/// <param name="SightM">Distance at which a dark thing keeps a twentieth of its contrast (meteorological visibility), m.</param>
public sealed record WeatherPlan(WeatherKind Kind, double Strength, double SightM)
{
    /// <summary>How far one sees in clear weather when nothing else is said, m.</summary>
    internal const double ClearM = 6_000;
}
