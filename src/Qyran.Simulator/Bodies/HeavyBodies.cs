namespace Qyran.Simulator;

/// <summary>Buses and trucks.</summary>
internal static class HeavyBodies
{
    public static void Bus(MeshBuilder to, BodyKind kind)
    {
        float half = (float)kind.WidthM / 2, end = (float)kind.LengthM / 2;
        var shell = new Shell(ShellShapes.Bus, half);
        shell.AddTo(to);
        to.Box(new(-3.2f, -0.8f, 3.0f), new(0.4f, 0.8f, 3.10f), Material.Rim); // roof unit
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            shell.Trim(to, Material.HeadLamp, end - 0.18f, end - 0.01f, 1.6f, 2.7f, side);
            shell.Trim(to, Material.BrakeLamp, -end + 0.01f, -end + 0.1f, 1.6f, 3.6f, side);
            shell.Trim(to, Material.Second, -end + 0.15f, end - 0.25f, 2.2f, 3.4f, side);
            to.Lamp(new(end - 0.02f, side * half * 0.8f, 0.72f), 1);
            to.Lamp(new(-end + 0.02f, side * half * 0.86f, 0.9f), -1);
            to.Box(new(end - 0.1f, side > 0 ? half : -half - 0.28f, 1.9f), new(end + 0.12f, side > 0 ? half + 0.28f : -half, 2.35f), Material.Plastic);
        }
        // doors on the right
        foreach (var x in (ReadOnlySpan<float>)[4.6f, 0.2f])
            to.Face(new(x, 0, 1), Material.Glass, new(x - 0.55f, -half - 0.012f, 0.42f), new(x + 0.55f, -half - 0.012f, 0.42f), new(x + 0.55f, -half - 0.012f, 1.05f), new(x - 0.55f, -half - 0.012f, 1.05f));
        // line display in front
        to.Face(new(0, 0, 2.6f), Material.Under, new(end - 0.22f, -0.9f, 2.52f), new(end - 0.22f, 0.9f, 2.52f), new(end - 0.28f, 0.9f, 2.86f), new(end - 0.28f, -0.9f, 2.86f));
    }

    public static void Truck(MeshBuilder to, BodyKind kind)
    {
        float half = (float)kind.WidthM / 2, end = (float)kind.LengthM / 2;
        var cab = end - 1.1f;
        var shell = new Shell(ShellShapes.Cab, half * 0.97f);
        shell.AddTo(to, cab);
        foreach (var side in (ReadOnlySpan<int>)[1, -1])
        {
            shell.Trim(to, Material.HeadLamp, 0.95f, 1.08f, 1.1f, 2.2f, side, cab);
            shell.Trim(to, Material.Plastic, 0.9f, 1.09f, 0f, 1f, side, cab);
            to.Lamp(new(end, side * half * 0.82f, 0.75f), 1);
            to.Lamp(new(-end, side * half * 0.85f, 0.75f), -1);
            to.Box(new(end - 0.3f, side > 0 ? half : -half - 0.22f, 1.6f), new(end - 0.12f, side > 0 ? half + 0.22f : -half, 2.2f), Material.Plastic);
            to.Wheel(cab, side * (half - 0.02f), 0.5f, 0.3f, arch: false);
            to.Wheel(-end + 1.5f, side * (half - 0.02f), 0.5f, 0.55f, arch: false);
            to.Wheel(-end + 2.75f, side * (half - 0.02f), 0.5f, 0.55f, arch: false);
            to.Box(new(-1.0f, side > 0 ? half - 0.35f : -half + 0.02f, 0.45f), new(1.1f, side > 0 ? half - 0.02f : -half + 0.35f, 0.95f), Material.Plastic); // tanks
            to.Face(new(0, 0, 0.75f), Material.BrakeLamp, new(-end - 0.01f, side * half * 0.95f, 0.66f), new(-end - 0.01f, side * half * 0.70f, 0.66f), new(-end - 0.01f, side * half * 0.70f, 0.84f), new(-end - 0.01f, side * half * 0.95f, 0.84f));
        }
        to.Box(new(-end + 0.1f, -0.45f, 0.62f), new(cab, 0.45f, 0.98f), Material.Under); // frame
        to.Box(new(-end, -half * 0.95f, 0.6f), new(-end + 0.12f, half * 0.95f, 0.78f), Material.Plastic); // rear bar
        var (front, floor, top) = (cab - 1.15f, 1.05f, (float)kind.HeightM);
        to.Box(new(-end + 0.02f, -half, floor), new(front, half, top), Material.Second);
        // rear doors: frame, joint and bars
        var x = -end + 0.01f;
        foreach (var y in (ReadOnlySpan<float>)[-half + 0.05f, -0.02f, half - 0.09f])
            to.Face(new(0, 0, 2), Material.Rim, new(x, y, floor), new(x, y + 0.04f, floor), new(x, y + 0.04f, top), new(x, y, top));
        foreach (var z in (ReadOnlySpan<float>)[floor, top - 0.06f])
            to.Face(new(0, 0, 2), Material.Rim, new(x, -half, z), new(x, half, z), new(x, half, z + 0.06f), new(x, -half, z + 0.06f));
        to.Face(new(0, 0, 1), Material.Under, new(end + 0.008f, -half * 0.6f, 0.75f), new(end + 0.008f, half * 0.6f, 0.75f), new(end + 0.004f, half * 0.6f, 1.15f), new(end + 0.004f, -half * 0.6f, 1.15f));
    }
}
