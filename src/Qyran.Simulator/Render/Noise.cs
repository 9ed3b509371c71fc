namespace Qyran.Simulator;

/// <summary>Smooth noise over the road, for textures.</summary>
internal static class Noise
{
    public static float Hash(int x, int y)
    {
        var h = (uint)((x * 374761393) + (y * 668265263));
        h = (h ^ (h >> 13)) * 1274126177u;
        return ((h ^ (h >> 16)) & 0xFFFFFF) / 16777216f;
    }

    /// <summary>Value noise, 0…1.</summary>
    public static float At(float x, float y)
    {
        float fx = MathF.Floor(x), fy = MathF.Floor(y);
        int ix = (int)fx, iy = (int)fy;
        float u = x - fx, v = y - fy;
        u = u * u * (3 - (2 * u));
        v = v * v * (3 - (2 * v));
        float a = Hash(ix, iy), b = Hash(ix + 1, iy), c = Hash(ix, iy + 1), d = Hash(ix + 1, iy + 1);
        return a + ((b - a) * u) + ((c - a + ((a - b - c + d) * u)) * v);
    }

    /// <summary>Several octaves, mean 0.5; those finer than the footprint are left out.</summary>
    public static float Octaves(float x, float y, float metres, int octaves, float footprint)
    {
        float sum = 0, weight = 0, w = 1;
        for (var i = 0; i < octaves; i++)
        {
            var fade = Math.Clamp((metres / Math.Max(1e-4f, footprint)) - 1, 0, 1);
            sum += w * (0.5f + (fade > 0 ? (At(x / metres, y / metres) - 0.5f) * fade : 0));
            weight += w;
            (metres, w) = (metres * 0.47f, w * 0.55f);
            (x, y) = (x + 17.3f, y - 9.1f);
        }
        return sum / weight;
    }
}
