using System.Numerics;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>Where the parts of a signal head are. Lamps of 0.30 m, 0.38 m apart, red on top; arrows beside the green lamp, the one for straight on below it.</summary>
internal static class SignalShape
{
    public const double LampM = 0.30;
    public const double PitchM = 0.38;

    /// <summary>Between the middles of the green lamp and of an arrow's beside it, m.</summary>
    public const double BesideM = 0.44;

    // an arrow to the left in shares of its lamp's radius, from the tip around; seen from (0.1, 0) all of it is in sight
    private static readonly Vector2[] Outline = [new(0.86f, 0), new(0.1f, 0.76f), new(0.1f, 0.27f), new(-0.8f, 0.27f), new(-0.8f, -0.27f), new(0.1f, -0.27f), new(0.1f, -0.76f)];

    /// <summary>Points around a lamp (0 red, 1 yellow, 2 green), in the road frame, just before the housing.</summary>
    public static IEnumerable<Vector3> Lamp(SignalPlan plan, int lamp, int points) => Round(Centre(plan, lamp), points);

    /// <summary>The same of an arrow's lamp.</summary>
    public static IEnumerable<Vector3> Lamp(SignalPlan plan, ArrowWay way, int points) => Round(Centre(plan, way), points);

    /// <summary>The lit shape of an arrow: a point from which all of its outline is in sight, then the outline, closed.</summary>
    public static IEnumerable<Vector3> Arrow(SignalPlan plan, ArrowWay way)
    {
        var (centre, across) = Centre(plan, way);
        yield return At(new(0.1f, 0));
        foreach (var p in Outline) yield return At(p);
        yield return At(Outline[0]);

        Vector3 At(Vector2 p)
        {
            var (side, up) = way switch { ArrowWay.Left => (p.X, p.Y), ArrowWay.Right => (-p.X, p.Y), _ => (p.Y, p.X) };
            return centre + (across * (float)(side * LampM / 2)) + new Vector3(0, 0, (float)(up * LampM / 2));
        }
    }

    /// <summary>Middle of an arrow's lamp, and the direction across the head: to the left of the driver who looks at it.</summary>
    public static (Vector3 At, Vector3 Across) Centre(SignalPlan plan, ArrowWay way)
    {
        var (green, across) = Centre(plan, 2);
        return (way switch
        {
            ArrowWay.Left => green + (across * (float)BesideM),
            ArrowWay.Right => green - (across * (float)BesideM),
            _ => green - new Vector3(0, 0, (float)BesideM),
        }, across);
    }

    private static IEnumerable<Vector3> Round((Vector3 At, Vector3 Across) middle, int points)
    {
        var (centre, across) = middle;
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
