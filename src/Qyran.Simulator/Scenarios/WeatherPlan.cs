namespace Qyran.Simulator;

/// <summary>Weather.</summary>
/// <param name="Strength">0 … 1: how many drops or flakes; nothing in fog, of which <paramref name="SightM"/> tells.</param>
/// <param name="SightM">Distance at which a dark thing keeps a twentieth of its contrast (meteorological visibility), m.</param>
public sealed record WeatherPlan(WeatherKind Kind, double Strength, double SightM)
{
    /// <summary>How far one sees in clear weather when nothing else is said, m.</summary>
    internal const double ClearM = 6_000;

    /// <summary>Light lost over the sight, as a power of e: to a twentieth (Koschmieder).</summary>
    internal const float Koschmieder = 3;

    /// <summary>Whether the air is thick enough to be seen.</summary>
    internal static bool IsHazy(double sightM) => sightM < ClearM;

    /// <summary>Share of its light that comes through so many metres of air, 0…1; all of it in clear air.</summary>
    internal static double Air(double metres, double sightM) => IsHazy(sightM) ? Math.Exp(-Koschmieder * metres / sightM) : 1;
}
