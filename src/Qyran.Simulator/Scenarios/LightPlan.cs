namespace Qyran.Simulator;

/// <summary>The light of the day.</summary>
/// <param name="SunAzimuthDeg">Where the sun stands, clockwise from +y.</param>
/// <param name="Clouds">0 clear sky … 1 overcast; between them cloud shadows wander over the road.</param>
public sealed record LightPlan(DayTime Time, double SunAzimuthDeg, double SunElevationDeg, double Clouds);
