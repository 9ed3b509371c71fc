using System.Numerics;

namespace Qyran.Simulator;

/// <summary>
/// A person 1.72 m tall in one moment of the gait. Hip and knee angles follow the usual curves of walking (hip about ±25°, the knee
/// bends up to 60° while the leg swings forward; D. Winter, "Biomechanics and Motor Control of Human Movement").
/// </summary>
internal static class PersonBody
{
    /// <summary>Height of the mesh, m.</summary>
    public const double HeightM = 1.72;

    /// <param name="phase">0…1 of a stride, from the right heel's touch; null = standing.</param>
    public static Mesh Make(float? phase)
    {
        var to = new MeshBuilder();
        const float thigh = 0.43f, shin = 0.42f, hipZ = 0.90f;
        var bob = phase is { } p ? 0.02f * MathF.Cos(p * 2 * MathF.Tau) : 0;
        var hip = new Vector3(0, 0, hipZ - 0.015f + bob);
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            var (swing, bend) = phase is { } at ? Leg(side > 0 ? (at + 0.5f) % 1 : at) : (0.02f * side, 0.03f);
            var top = hip + new Vector3(0, side * 0.09f, 0);
            var knee = top + new Vector3(MathF.Sin(swing) * thigh, side * 0.005f, -MathF.Cos(swing) * thigh);
            var lower = swing - bend;
            var ankle = knee + new Vector3(MathF.Sin(lower) * shin, 0, -MathF.Cos(lower) * shin);
            ankle.Z = Math.Max(0.07f, ankle.Z);
            to.Limb(top, knee, 0.085f, 0.062f, Material.Trousers);
            to.Limb(knee, ankle, 0.06f, 0.045f, Material.Trousers);
            to.Limb(ankle - new Vector3(0.03f, 0, 0.035f), ankle + new Vector3(0.15f, side * 0.02f, -0.04f), 0.045f, 0.035f, Material.Shoe);
            var arm = phase is { } ph ? -0.42f * MathF.Cos((side > 0 ? (ph + 0.5f) % 1 : ph) * MathF.Tau) : 0.04f;
            var shoulder = hip + new Vector3(0.01f, side * 0.20f, 0.50f);
            var elbow = shoulder + new Vector3(MathF.Sin(arm) * 0.28f, side * 0.035f, -MathF.Cos(arm) * 0.28f);
            var hand = elbow + new Vector3(MathF.Sin(arm + 0.3f) * 0.25f, 0, -MathF.Cos(arm + 0.3f) * 0.25f);
            to.Limb(shoulder, elbow, 0.055f, 0.045f, Material.Shirt);
            to.Limb(elbow, hand, 0.043f, 0.036f, Material.Shirt);
            to.Ellipsoid(hand - new Vector3(0, 0, 0.05f), new(0.04f, 0.03f, 0.055f), Material.Skin, 6);
        }
        to.Ellipsoid(hip + new Vector3(0, 0, 0.03f), new(0.115f, 0.165f, 0.13f), Material.Trousers);
        to.Limb(hip + new Vector3(0, 0, 0.13f), hip + new Vector3(0.015f, 0, 0.43f), 0.135f, 0.165f, Material.Shirt, 10);
        to.Limb(hip + new Vector3(0.015f, -0.12f, 0.49f), hip + new Vector3(0.015f, 0.12f, 0.49f), 0.085f, 0.085f, Material.Shirt);
        to.Limb(hip + new Vector3(0.015f, 0, 0.52f), hip + new Vector3(0.02f, 0, 0.62f), 0.05f, 0.05f, Material.Skin);
        to.Ellipsoid(hip + new Vector3(0.03f, 0, 0.71f), new(0.095f, 0.075f, 0.115f), Material.Skin);
        to.Ellipsoid(hip + new Vector3(0.012f, 0, 0.74f), new(0.1f, 0.085f, 0.1f), Material.Hair);
        return to.Build();
    }

    /// <summary>Forward angle of the thigh and bend of the knee, radians.</summary>
    private static (float Swing, float Bend) Leg(float phase)
    {
        var swing = (0.40f * MathF.Cos(phase * MathF.Tau)) + 0.03f;
        // stance for the first 60 %: nearly straight; then the swing with its bend
        var bend = phase < 0.6f ? 0.08f + (0.16f * MathF.Sin(Math.Min(1, phase / 0.3f) * MathF.PI)) : 0.1f + (0.95f * MathF.Sin((phase - 0.6f) / 0.4f * MathF.PI));
        return (swing, Math.Max(0.03f, bend));
    }
}
