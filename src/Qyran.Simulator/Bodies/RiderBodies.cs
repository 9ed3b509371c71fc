using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Two-wheelers with their riders.</summary>
internal static class RiderBodies
{
    public static void Motorcycle(MeshBuilder to, BodyKind kind)
    {
        Wheels(to, 0.72f, 0.32f, 0.09f);
        to.Ellipsoid(new(0.18f, 0, 0.82f), new(0.34f, 0.16f, 0.16f), Material.Paint);
        to.Ellipsoid(new(0.02f, 0, 0.50f), new(0.32f, 0.17f, 0.20f), Material.Under);
        to.Limb(new(-0.15f, 0, 0.80f), new(-0.72f, 0, 0.88f), 0.13f, 0.09f, Material.Plastic);
        to.Ellipsoid(new(0.58f, 0, 0.92f), new(0.20f, 0.20f, 0.20f), Material.Paint);
        to.Limb(new(0.55f, 0.07f, 0.9f), new(0.74f, 0.07f, 0.34f), 0.04f, 0.04f, Material.Rim);
        to.Limb(new(0.55f, -0.07f, 0.9f), new(0.74f, -0.07f, 0.34f), 0.04f, 0.04f, Material.Rim);
        to.Limb(new(0.42f, -0.38f, 1.0f), new(0.42f, 0.38f, 1.0f), 0.025f, 0.025f, Material.Under);
        to.Ellipsoid(new(0.76f, 0, 0.88f), new(0.06f, 0.11f, 0.1f), Material.HeadLamp);
        to.Ellipsoid(new(-0.86f, 0, 0.84f), new(0.05f, 0.1f, 0.05f), Material.BrakeLamp);
        to.Lamp(new(0.82f, 0, 0.88f), 1);
        to.Lamp(new(-0.9f, 0, 0.84f), -1);
        to.Box(new((float)(-kind.LengthM / 2), -0.05f, 0.55f), new((float)(-kind.LengthM / 2) + 0.12f, 0.05f, 0.72f), Material.Plastic);
        Rider(to, lean: 0.25f, seat: 0.92f, Material.Helmet);
    }

    public static void Bicycle(MeshBuilder to)
    {
        Wheels(to, 0.55f, 0.34f, 0.03f);
        to.Limb(new(-0.15f, 0, 0.32f), new(0.42f, 0, 0.85f), 0.02f, 0.02f, Material.Paint);
        to.Limb(new(-0.15f, 0, 0.32f), new(-0.25f, 0, 0.85f), 0.02f, 0.02f, Material.Paint);
        to.Limb(new(-0.25f, 0, 0.82f), new(0.42f, 0, 0.85f), 0.02f, 0.02f, Material.Paint);
        to.Limb(new(0.42f, 0, 0.95f), new(0.55f, 0, 0.34f), 0.02f, 0.02f, Material.Rim);
        to.Limb(new(0.40f, -0.27f, 1.0f), new(0.40f, 0.27f, 1.0f), 0.02f, 0.02f, Material.Under);
        Rider(to, lean: 0.30f, seat: 0.95f, Material.Hair);
    }

    private static void Wheels(MeshBuilder to, float x, float radius, float width)
    {
        foreach (var at in (ReadOnlySpan<float>)[-x, x])
        {
            to.Wheel(at, width / 2, radius, width, arch: false);
            to.Wheel(at, -width / 2, radius, width, arch: false);
        }
    }

    private static void Rider(MeshBuilder to, float lean, float seat, Material head)
    {
        var hip = new Vector3(-0.18f, 0, seat);
        var neck = hip + new Vector3(lean, 0, 0.50f);
        to.Limb(hip, neck, 0.17f, 0.19f, Material.Shirt);
        to.Ellipsoid(neck + new Vector3(0.06f, 0, 0.19f), new(0.15f, 0.13f, 0.15f), head);
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            var (shoulder, knee) = (neck + new Vector3(0, side * 0.2f, -0.04f), new Vector3(0.20f, side * 0.2f, seat - 0.08f));
            to.Limb(hip + new Vector3(0, side * 0.1f, 0), knee, 0.1f, 0.08f, Material.Trousers);
            to.Limb(knee, new(-0.05f, side * 0.2f, 0.36f), 0.075f, 0.06f, Material.Trousers);
            to.Limb(new(-0.05f, side * 0.2f, 0.33f), new(0.12f, side * 0.2f, 0.31f), 0.05f, 0.05f, Material.Shoe);
            to.Limb(shoulder, new(0.22f, side * 0.32f, seat + 0.2f), 0.065f, 0.05f, Material.Shirt);
            to.Limb(new(0.22f, side * 0.32f, seat + 0.2f), new(0.42f, side * 0.3f, 1.02f), 0.05f, 0.045f, Material.Shirt);
        }
    }
}
