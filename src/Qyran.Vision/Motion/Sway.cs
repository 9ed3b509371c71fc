using System.Runtime.CompilerServices;

namespace Qyran.Vision.Motion;

/// <summary>
/// Follows a camera that moves a little: a mast in the wind, a bridge under lorries, a sinking tripod. The picture is cut into tiles, and
/// each tile of the background may move by whole pixels on its own, so that a turn or a zoom is followed too. Less than a pixel is
/// no matter, see <see cref="CellKernel.Look"/>.
/// </summary>
internal sealed class Sway
{
    private const int TileWidth = 80, TileHeight = 60, Every = 5, LeastSlope = 14, LeastSamples = 60, MostSteps = 3;
    private readonly int _width, _height;

    public Sway(int width, int height) => (_width, _height) = (width, height);

    /// <summary>Moves the tiles of the background, with their tolerances, that fit the picture better a pixel further. True when any moved.</summary>
    public bool TryFollow(ReadOnlySpan<byte> now, Span<byte> background, Span<byte> tolerance)
    {
        var moved = false;
        for (var top = 0; top < _height; top += TileHeight)
        {
            for (var left = 0; left < _width; left += TileWidth)
            {
                var tile = (left, top, right: Math.Min(_width, left + TileWidth), bottom: Math.Min(_height, top + TileHeight));
                for (var i = 0; i < MostSteps && TryFind(now, background, tolerance, _width, tile, out var dx, out var dy); i++)
                {
                    Move(background, _width, tile, dx, dy, now);
                    Move(tolerance, _width, tile, dx, dy, tolerance);
                    moved = true;
                }
            }
        }
        return moved;
    }

    /// <summary>
    /// Compares at sampled pixels with a slope in the background, for they alone can tell. True when one of the eight neighbouring
    /// positions fits clearly more of them than staying does: the background there belongs here now.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFind(
        ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, ReadOnlySpan<byte> tolerance, int width,
        (int Left, int Top, int Right, int Bottom) tile, out int dx, out int dy)
    {
        Span<int> fits = stackalloc int[9];
        fits.Clear();
        var (samples, rows) = (0, now.Length / width);
        for (var y = Math.Max(2, tile.Top); y < Math.Min(rows - 2, tile.Bottom); y++)
        {
            // another column in each row, so that upright edges are not missed
            for (var x = Math.Max(2, tile.Left) + (y * 2 % Every); x < Math.Min(width - 2, tile.Right); x += Every)
            {
                var p = (y * width) + x;
                if (Math.Abs(background[p + 1] - background[p - 1]) + Math.Abs(background[p + width] - background[p - width]) < LeastSlope) continue;
                samples++;
                var close = tolerance[p] / 2;
                for (var k = 0; k < 9; k++)
                    if (Math.Abs(now[p] - background[p + (((k / 3) - 1) * width) + (k % 3) - 1]) <= close) fits[k]++;
            }
        }
        (dx, dy) = (0, 0);
        if (samples < LeastSamples) return false;
        var best = 4;
        for (var k = 0; k < 9; k++)
            if (fits[k] > fits[best]) best = k;
        (dx, dy) = ((best % 3) - 1, (best / 3) - 1);
        return best != 4 && (fits[best] - fits[4]) * 10 > samples;
    }

    /// <summary>
    /// Moves a tile of a plane so that what lay at (x + dx, y + dy) lies at (x, y). What comes in over the picture's rim is taken from
    /// <paramref name="fresh"/>, which may be the plane itself.
    /// </summary>
    public static void Move(Span<byte> plane, int width, (int Left, int Top, int Right, int Bottom) tile, int dx, int dy, ReadOnlySpan<byte> fresh)
    {
        var rows = plane.Length / width;
        var (high, wide) = (tile.Bottom - tile.Top, tile.Right - tile.Left);
        for (var i = 0; i < high; i++)
        {
            // rows in the order in which each is read before it is overwritten
            var y = dy >= 0 ? tile.Top + i : tile.Bottom - 1 - i;
            var to = plane.Slice((y * width) + tile.Left, wide);
            if (y + dy < 0 || y + dy >= rows)
            {
                fresh.Slice((y * width) + tile.Left, wide).CopyTo(to);
                continue;
            }
            var (from, until) = (Math.Max(0, tile.Left + dx), Math.Min(width, tile.Right + dx));
            plane[(((y + dy) * width) + from)..(((y + dy) * width) + until)].CopyTo(to[(from - dx - tile.Left)..]);
            for (var x = tile.Left; x < from - dx; x++) plane[(y * width) + x] = fresh[(y * width) + x];
            for (var x = until - dx; x < tile.Right; x++) plane[(y * width) + x] = fresh[(y * width) + x];
        }
    }
}
