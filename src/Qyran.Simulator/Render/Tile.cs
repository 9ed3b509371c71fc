using System.Numerics;

namespace Qyran.Simulator;

/// <summary>One actor drawn: its pixels, where they lie, and how far it is. Used again from frame to frame.</summary>
internal sealed class Tile
{
    private Vector4[] blurred = [];

    public Raster Raster { get; } = new();
    public float Metres { get; set; }

    /// <summary>Colour times coverage, coverage in W; rows of <see cref="Raster"/>'s width.</summary>
    public Vector4[] Pixels { get; private set; } = [];

    /// <summary>Ends drawing, smeared along the way it went while the shutter was open.</summary>
    public void Finish(float dx, float dy)
    {
        Raster.Resolve();
        Pixels = Raster.Pixels;
        var length = MathF.Sqrt((dx * dx) + (dy * dy));
        if (length < 0.8f) return;
        int w = Raster.Width, h = Raster.Height, taps = Math.Min(40, (int)MathF.Ceiling(length) + 1);
        if (blurred.Length < w * h) blurred = new Vector4[w * h * 3 / 2];
        Array.Clear(blurred, 0, w * h);
        for (var k = 0; k < taps; k++)
        {
            var t = ((k + 0.5f) / taps) - 0.5f;
            int ox = (int)MathF.Round(dx * t), oy = (int)MathF.Round(dy * t);
            for (var y = Math.Max(0, oy); y < Math.Min(h, h + oy); y++)
            {
                var (from, until) = (Math.Max(0, ox), Math.Min(w, w + ox));
                if (from >= until) continue; // smeared out of a tile cut by the picture's edge
                var source = Pixels.AsSpan(((y - oy) * w) + from - ox, until - from);
                var target = blurred.AsSpan((y * w) + from, until - from);
                for (var i = 0; i < source.Length; i++) target[i] += source[i];
            }
        }
        for (var i = 0; i < w * h; i++) blurred[i] /= taps;
        Pixels = blurred;
    }
}
