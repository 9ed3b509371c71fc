namespace Qyran.Simulator;

/// <summary>What the front glass and the lens do to every frame alike: vignette, dirt, glare. Canvas pixels.</summary>
internal sealed class Lens
{
    public Lens(Scenario scenario, Sun sun, Camera camera, int width, int height, (int X, int Y) margin)
    {
        var picture = scenario.Picture;
        Keeps = new float[width * height];
        var dirt = new float[width * height];
        if (picture.Dirt > 0) Spots(dirt, Dice.For(scenario.Seed, "dirt"), picture.Dirt, width, height);
        double sx = width / 2.0, sy = -height;
        if (picture.Glare > 0 && camera.TryProject(camera.At.X + (sun.To.X * 1000), camera.At.Y + (sun.To.Y * 1000), camera.At.Z + (sun.To.Z * 1000), out var u, out var v, out _))
            (sx, sy) = (u + margin.X, v + margin.Y);
        Adds = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                float dx = (x - (width / 2f)) / (width / 2f), dy = (y - (height / 2f)) / (width / 2f);
                var at = (y * width) + x;
                Keeps[at] = (1 - ((float)picture.Vignette * ((dx * dx) + (dy * dy)))) * (1 - (0.55f * dirt[at]));
                var add = dirt[at] * 0.16f * (sun.Night ? 0.1f : 1);
                if (picture.Glare > 0)
                {
                    var d = (float)double.Hypot(x - sx, y - sy) / width;
                    var streak = MathF.Abs((float)((x - sx) * 0.3 + (y - sy))) / width;
                    add += (float)picture.Glare * (0.10f + (0.55f / (1 + (d * d * 18))) + (0.10f / (1 + (streak * streak * 900)))) * (1 + (1.5f * dirt[at])) * (sun.Night ? 0.1f : 1);
                }
                Adds[at] = add;
            }
        }
    }

    /// <summary>Share of the light that comes through.</summary>
    public float[] Keeps { get; }

    /// <summary>Stray light.</summary>
    public float[] Adds { get; }

    private static void Spots(float[] to, Dice dice, double amount, int width, int height)
    {
        for (var i = 0; i < 12 + (60 * amount); i++)
        {
            var (x, y, r, dark) = (dice.Between(0, width), dice.Between(0, height), dice.Between(6, 60) * width / 1280, dice.Between(0.15, 0.7) * amount);
            for (var py = Math.Max(0, (int)(y - r)); py < Math.Min(height, y + r); py++)
                for (var px = Math.Max(0, (int)(x - r)); px < Math.Min(width, x + r); px++)
                {
                    var d = double.Hypot(px - x, py - y) / r;
                    if (d < 1) to[(py * width) + px] = Math.Min(1, to[(py * width) + px] + (float)(dark * (1 - (d * d)) * (0.7 + (0.3 * Noise.At(px * 0.15f, py * 0.15f)))));
                }
        }
    }
}
