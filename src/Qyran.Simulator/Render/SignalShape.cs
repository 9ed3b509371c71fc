using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Where the parts of a signal head are. Lamps of 0.30 m, 0.38 m apart, red on top.</summary>
internal static class SignalShape
{
    public const double LampM = 0.30;
    public const double PitchM = 0.38;

    /// <summary>Points around a lamp (0 red, 1 yellow, 2 green), in the road frame, just before the housing.</summary>
    public static IEnumerable<Vector3> Lamp(SignalPlan plan, int lamp, int points)
    {
        var (centre, across) = Centre(plan, lamp);
        for (var i = 0; i < points; i++)
        {
            var (s, c) = Math.SinCos(i * Math.Tau / points);
            yield return centre + (across * (float)(c * LampM / 2)) + new Vector3(0, 0, (float)(s * LampM / 2));
        }
    }

    /// <summary>Middle of a lamp, and the direction across the head.</summary>
    public static (Vector3 At, Vector3 Across) Centre(SignalPlan plan, int lamp)
    {
        var (s, c) = Math.SinCos(plan.FacingDeg * Math.PI / 180);
        // of two lamps the upper is red, the lower green
        var z = plan.HeightM + ((1 - lamp) * PitchM * (plan.ForPeople ? 0.5 : 1));
        return (new((float)(plan.At.X + (s * 0.16)), (float)(plan.At.Y + (c * 0.16)), (float)z), new((float)c, (float)-s, 0));
    }
}
