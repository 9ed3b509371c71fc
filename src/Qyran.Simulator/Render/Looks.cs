using System.Numerics;
using Qyran.Domain.Detections;

namespace Qyran.Simulator;

/// <summary>Colours of bodies and clothes: what is common on the road is common here.</summary>
internal static class Looks
{
    private static readonly Vector3[] Paints =
    [
        new(0.72f, 0.72f, 0.70f), new(0.72f, 0.72f, 0.70f), new(0.70f, 0.70f, 0.69f), new(0.68f, 0.69f, 0.70f), // white
        new(0.38f, 0.39f, 0.41f), new(0.42f, 0.43f, 0.44f), new(0.17f, 0.175f, 0.185f), new(0.11f, 0.115f, 0.12f), // silver, grey
        new(0.018f, 0.018f, 0.021f), new(0.022f, 0.022f, 0.024f), new(0.02f, 0.022f, 0.03f), // black
        new(0.03f, 0.07f, 0.24f), new(0.02f, 0.04f, 0.11f), new(0.07f, 0.19f, 0.34f), // blue
        new(0.36f, 0.025f, 0.022f), new(0.22f, 0.015f, 0.02f), // red
        new(0.33f, 0.28f, 0.20f), new(0.10f, 0.065f, 0.045f), new(0.035f, 0.085f, 0.05f), new(0.55f, 0.30f, 0.02f),
    ];

    private static readonly Vector3[] Buses = [new(0.06f, 0.28f, 0.14f), new(0.05f, 0.20f, 0.42f), new(0.62f, 0.62f, 0.60f), new(0.45f, 0.06f, 0.05f)];
    private static readonly Vector3[] Cargo = [new(0.70f, 0.70f, 0.68f), new(0.62f, 0.63f, 0.65f), new(0.10f, 0.20f, 0.42f), new(0.42f, 0.30f, 0.10f), new(0.30f, 0.33f, 0.34f)];

    private static readonly Vector3[] Shirts =
    [
        new(0.50f, 0.50f, 0.49f), new(0.04f, 0.05f, 0.07f), new(0.32f, 0.04f, 0.05f), new(0.06f, 0.14f, 0.34f), new(0.22f, 0.21f, 0.18f),
        new(0.10f, 0.22f, 0.13f), new(0.55f, 0.42f, 0.14f), new(0.38f, 0.14f, 0.26f), new(0.16f, 0.16f, 0.17f), new(0.30f, 0.42f, 0.52f),
    ];

    private static readonly Vector3[] Trousers = [new(0.03f, 0.045f, 0.09f), new(0.025f, 0.025f, 0.03f), new(0.16f, 0.14f, 0.11f), new(0.06f, 0.06f, 0.065f), new(0.08f, 0.11f, 0.17f)];
    private static readonly Vector3[] Hairs = [new(0.014f, 0.012f, 0.011f), new(0.03f, 0.02f, 0.014f), new(0.09f, 0.06f, 0.035f), new(0.22f, 0.21f, 0.20f)];

    /// <summary>Albedo of every material for one body.</summary>
    public static Vector3[] Of(RoadUser user, int look)
    {
        var p = new Vector3[(int)Material.Count];
        Vector3 Pick(Vector3[] from, int salt) => from[(int)(((uint)look * 2654435761u >> salt) % (uint)from.Length)];
        p[(int)Material.Paint] = user is RoadUser.Bus ? Pick(Buses, 7) : user is RoadUser.Van or RoadUser.Truck && look % 5 > 1 ? new(0.70f, 0.70f, 0.68f) : Pick(Paints, 7);
        p[(int)Material.Second] = user is RoadUser.Bus ? new(0.66f, 0.66f, 0.64f) : Pick(Cargo, 11);
        p[(int)Material.Plastic] = new(0.028f, 0.028f, 0.03f);
        p[(int)Material.Glass] = new(0.012f, 0.014f, 0.016f);
        p[(int)Material.Tyre] = new(0.018f, 0.018f, 0.018f);
        p[(int)Material.Rim] = new(0.30f, 0.30f, 0.31f);
        p[(int)Material.Chrome] = new(0.5f, 0.5f, 0.5f);
        p[(int)Material.Under] = new(0.010f, 0.010f, 0.010f);
        p[(int)Material.HeadLamp] = new(0.50f, 0.52f, 0.54f);
        p[(int)Material.TailLamp] = p[(int)Material.BrakeLamp] = new(0.26f, 0.014f, 0.012f);
        p[(int)Material.Turn] = new(0.52f, 0.20f, 0.02f);
        p[(int)Material.PlateEdge] = new(0.03f, 0.03f, 0.03f);
        p[(int)Material.Skin] = look % 4 == 0 ? new(0.33f, 0.19f, 0.12f) : new(0.42f, 0.27f, 0.19f);
        p[(int)Material.Hair] = Pick(Hairs, 5);
        p[(int)Material.Shirt] = Pick(Shirts, 9);
        p[(int)Material.Trousers] = Pick(Trousers, 13);
        p[(int)Material.Shoe] = new(0.03f, 0.03f, 0.032f);
        p[(int)Material.Helmet] = Pick(Paints, 15);
        return p;
    }
}
