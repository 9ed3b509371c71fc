using Qyran.Domain.Frames;
using Qyran.Domain.Time;

namespace Qyran.Tests.Vision.View;

/// <summary>A painted street of which every point is known: texture in three sizes, seen with a shift, a roll, a zoom, another light, noise, things in front.</summary>
internal sealed record PaintedView
{
    public const int Width = 320, Height = 180, Scale = 2;

    /// <summary>Shift of the content in raw pixels.</summary>
    public double X { get; init; }
    public double Y { get; init; }
    public double RollDegrees { get; init; }
    public double Zoom { get; init; } = 1;
    public double Contrast { get; init; } = 1;
    public double Brightness { get; init; }
    public double Noise { get; init; }
    /// <summary>Another number is another street.</summary>
    public uint Street { get; init; } = 7;
    /// <summary>Things in front, analysed pixels: left, top, width, height.</summary>
    public (int Left, int Top, int Width, int Height)[] Things { get; init; } = [];
    private static readonly byte[] Chroma = new byte[Width * Height / 4];

    public FrameView Frame(double seconds, byte[] luma)
    {
        var random = new Random((int)(seconds * 1000) + 1);
        var (sin, cos) = Math.SinCos(RollDegrees * Math.PI / 180);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                // from where the pixel is to where its content was in the reference
                double px = x - (Width / 2) - (X / Scale), py = y - (Height / 2) - (Y / Scale);
                double qx = ((cos * px) + (sin * py)) / Zoom, qy = ((cos * py) - (sin * px)) / Zoom;
                var value = 30 * Wave(qx, qy, 23, Street) + 35 * Wave(qx, qy, 9, Street + 1) + 25 * Wave(qx, qy, 4.3, Street + 2);
                if (Noise > 0) value += Noise * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
                luma[(y * Width) + x] = (byte)Math.Clamp(20 + Brightness + (Contrast * value), 0, 255);
            }
        foreach (var (left, top, width, height) in Things)
            for (var y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
                for (var x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
                    luma[(y * Width) + x] = (byte)(200 - ((x - left) * 37 % 120) + ((y - top) * 13 % 40));
        var us = (long)Math.Round(seconds * 1e6);
        return new FrameView
        {
            Number = (long)(seconds * 25), Time = new CaptureTime(us, null, null, TimeQuality.Exact),
            Width = Width, Height = Height, RawWidth = Width * Scale, RawHeight = Height * Scale, Y = luma, U = Chroma, V = Chroma,
        };
    }

    /// <summary>Smooth random heights on a grid of this many pixels, 0 to 2.</summary>
    private static double Wave(double x, double y, double cell, uint seed)
    {
        x = (x / cell) + 1000;
        y = (y / cell) + 1000;
        int ix = (int)x, iy = (int)y;
        double fx = x - ix, fy = y - iy;
        fx = fx * fx * (3 - (2 * fx));
        fy = fy * fy * (3 - (2 * fy));
        return 2 * ((((1 - fx) * Hash(ix, iy, seed)) + (fx * Hash(ix + 1, iy, seed))) * (1 - fy)
            + (((1 - fx) * Hash(ix, iy + 1, seed)) + (fx * Hash(ix + 1, iy + 1, seed))) * fy);
    }

    private static double Hash(int x, int y, uint seed)
    {
        var h = ((uint)x * 374761393u) + ((uint)y * 668265263u) + (seed * 2246822519u);
        h = (h ^ (h >> 13)) * 1274126177u;
        return ((h ^ (h >> 16)) & 0xFFFF) / 65535.0;
    }
}
