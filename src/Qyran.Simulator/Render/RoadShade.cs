namespace Qyran.Simulator;

/// <summary>Shadows of what moves, on the road: the sun's, and the soft dark under a body.</summary>
internal sealed class RoadShade(Backdrop back, Sun sun, Camera camera, (int X, int Y) margin)
{
    /// <summary>Sun left.</summary>
    public ShadeMask Sun { get; } = new(back.Width, back.Height);

    /// <summary>Of all the light of the road, what is left under and beside bodies.</summary>
    public ShadeMask Contact { get; } = new(back.Width, back.Height);

    public void Clear()
    {
        Sun.Clear();
        Contact.Clear();
    }

    /// <summary>Takes the sun behind an actor and some of the sky under it.</summary>
    public void Add(Actor actor)
    {
        if (camera.Depth(actor.At.X, actor.At.Y, 0) is < 1 or > 220) return;
        var outline = actor.Mesh.Outline;
        if (sun.Direct != default && sun.To.Z > 0.05f)
        {
            var points = new (double X, double Y)[outline.Length];
            var n = 0;
            foreach (var p in outline)
            {
                var (x, y, z) = actor.World(p);
                if (camera.TryProject(x - (sun.To.X / sun.To.Z * (z - actor.Z)), y - (sun.To.Y / sun.To.Z * (z - actor.Z)), actor.Z, out var u, out var v, out _)) points[n++] = (u + margin.X, v + margin.Y);
            }
            if (n > 2) Sun.Fill(Hull.Of(points.AsSpan(0, n)), 1, adds: false, back.GroundX);
        }
        // under and beside the body less sky reaches the road
        var vehicle = actor.Vehicle;
        double length = vehicle?.Body.LengthM ?? 0.5, wide = vehicle?.Body.WidthM ?? 0.45;
        Span<(double X, double Y)> corners = stackalloc (double X, double Y)[8];
        // many thin layers make it soft; from afar a few do
        var far = camera.PixelsPerMetre(camera.Depth(actor.At.X, actor.At.Y, 0)) < 22;
        var (layer, thin) = (0, far ? 1.9f : 1f);
        foreach (var (wider, dark) in (ReadOnlySpan<(double, float)>)[(0.62, 0.045f), (0.52, 0.05f), (0.42, 0.055f), (0.33, 0.06f), (0.24, 0.07f), (0.16, 0.08f), (0.08, 0.10f), (0, 0.14f), (-0.08, 0.20f), (-0.16, 0.24f), (-0.25, 0.28f)])
        {
            if (far && layer++ % 2 == 0) continue;
            if (vehicle is null && wider is > 0.45 or < -0.1) continue;
            double l = (length / 2) + (wider * (vehicle is null ? 0.4 : 1)), w = (wide / 2) + (wider * (vehicle is null ? 0.4 : 1));
            var n = 0;
            // corners cut off
            foreach (var (f, s) in (ReadOnlySpan<(double, double)>)[(1, 0.6), (0.85, 1), (-0.85, 1), (-1, 0.6), (-1, -0.6), (-0.85, -1), (0.85, -1), (1, -0.6)])
            {
                var x = actor.At.X + (actor.Hx * f * l) - (actor.Hy * s * w);
                var y = actor.At.Y + (actor.Hy * f * l) + (actor.Hx * s * w);
                if (camera.TryProject(x, y, actor.Z, out var u, out var v, out _)) corners[n++] = (u + margin.X, v + margin.Y);
            }
            if (n == 8) Contact.Fill(Hull.Of(corners), dark * thin, adds: true, back.GroundX);
        }
    }
}
