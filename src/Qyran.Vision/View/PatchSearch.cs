using System.Numerics;

namespace Qyran.Vision.View;

/// <summary>
/// Finds a square patch again by normalised correlation, which no change of brightness or contrast alters, to fractions of a pixel.
/// Holds its own buffers; nothing is allocated per search.
/// </summary>
/// <param name="reach">Farthest search asked for, px each way.</param>
internal sealed class PatchSearch(int reach)
{
    /// <summary>Side of a patch, px; a multiple of every vector's length in floats.</summary>
    public const int Size = 16;

    /// <summary>Pixels of a patch.</summary>
    public const int Area = Size * Size;

    private const double LeastVariance = 4; // grey levels²: flatter than this has no likeness

    private readonly float[] _region = new float[(Size + (2 * reach)) * (Size + (2 * reach))];
    private readonly float[] _likeness = new float[((2 * reach) + 1) * ((2 * reach) + 1)];
    private readonly int[] _sums = new int[Size + (2 * reach)], _squares = new int[Size + (2 * reach)];

    /// <summary>Copies a patch as a template: mean 0, length 1. False where it is flat.</summary>
    public static bool Take(ReadOnlySpan<byte> y, int width, int left, int top, Span<float> template)
    {
        double sum = 0, squares = 0;
        for (var row = 0; row < Size; row++)
            foreach (var value in y.Slice(((top + row) * width) + left, Size))
            {
                sum += value;
                squares += value * value;
            }
        var mean = sum / Area;
        var length = Math.Sqrt(Math.Max(0, squares - (sum * mean)));
        if (length * length < LeastVariance * Area) return false;
        for (var row = 0; row < Size; row++)
            for (var x = 0; x < Size; x++)
                template[(row * Size) + x] = (float)((y[((top + row) * width) + left + x] - mean) / length);
        return true;
    }

    /// <summary>The likest place within <paramref name="within"/> px of (<paramref name="left"/>, <paramref name="top"/>); null where it lies on the search's edge, outside the picture, or nothing has contrast.</summary>
    public PatchPlace? Find(ReadOnlySpan<byte> y, int width, int height, ReadOnlySpan<float> template, int left, int top, int within)
    {
        int x0 = Math.Max(0, left - within), x1 = Math.Min(width - Size, left + within);
        int y0 = Math.Max(0, top - within), y1 = Math.Min(height - Size, top + within);
        int columns = x1 - x0 + 1, rows = y1 - y0 + 1;
        if (columns < 3 || rows < 3) return null;
        var wide = columns + Size - 1;
        for (var row = 0; row < rows + Size - 1; row++)
        {
            var from = y.Slice(((y0 + row) * width) + x0, wide);
            var to = _region.AsSpan(row * wide, wide);
            for (var x = 0; x < wide; x++) to[x] = from[x];
        }
        Array.Clear(_sums, 0, wide);
        Array.Clear(_squares, 0, wide);
        for (var row = 0; row < Size; row++) Add(y.Slice(((y0 + row) * width) + x0, wide), 1);
        var best = -2f;
        var at = 0;
        for (var row = 0; row < rows; row++)
        {
            if (row > 0)
            {
                Add(y.Slice(((y0 + row - 1) * width) + x0, wide), -1);
                Add(y.Slice(((y0 + row + Size - 1) * width) + x0, wide), 1);
            }
            int sum = 0, squares = 0;
            for (var x = 0; x < Size; x++) (sum, squares) = (sum + _sums[x], squares + _squares[x]);
            for (var x = 0; x < columns; x++)
            {
                if (x > 0) (sum, squares) = (sum + _sums[x + Size - 1] - _sums[x - 1], squares + _squares[x + Size - 1] - _squares[x - 1]);
                var spread = squares - ((double)sum * sum / Area);
                var likeness = spread < LeastVariance * Area ? 0f : Dot(template, _region.AsSpan((row * wide) + x), wide) / (float)Math.Sqrt(spread);
                _likeness[(row * columns) + x] = likeness;
                if (likeness > best) (best, at) = (likeness, (row * columns) + x);
            }
        }
        int bx = at % columns, by = at / columns;
        // on the edge the true place may lie beyond
        if (bx == 0 || by == 0 || bx == columns - 1 || by == rows - 1) return null;
        return new PatchPlace(x0 + bx + Peak(_likeness[at - 1], best, _likeness[at + 1]), y0 + by + Peak(_likeness[at - columns], best, _likeness[at + columns]), best);
    }

    private void Add(ReadOnlySpan<byte> row, int sign)
    {
        for (var x = 0; x < row.Length; x++)
        {
            _sums[x] += sign * row[x];
            _squares[x] += sign * row[x] * row[x];
        }
    }

    private static float Dot(ReadOnlySpan<float> template, ReadOnlySpan<float> region, int stride)
    {
        var sum = Vector<float>.Zero;
        for (var row = 0; row < Size; row++)
            for (var x = 0; x < Size; x += Vector<float>.Count)
                sum += new Vector<float>(template[((row * Size) + x)..]) * new Vector<float>(region[((row * stride) + x)..]);
        return Vector.Sum(sum);
    }

    /// <summary>Top of the parabola through three neighbours, from the middle one.</summary>
    private static double Peak(double before, double here, double after)
    {
        var bend = before - (2 * here) + after;
        return bend < 0 ? Math.Clamp((before - after) / (2 * bend), -0.5, 0.5) : 0;
    }
}
