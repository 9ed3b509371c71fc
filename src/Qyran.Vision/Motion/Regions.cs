using System.Runtime.CompilerServices;

namespace Qyran.Vision.Motion;

/// <summary>Groups marked cells that touch (8 neighbours). Buffers are made once; the labels of the last grouping stay readable.</summary>
internal sealed class Regions(int columns, int rows, int most)
{
    private readonly int[] _labels = new int[columns * rows];
    private readonly int[] _parent = new int[(columns * rows / 2) + 2];
    private readonly Region[] _found = new Region[most];

    /// <summary>0 where unmarked, else 1 + index into the found regions; −1 for regions beyond the buffer.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<Region> Group(ReadOnlySpan<byte> marks, byte least)
    {
        var next = 1;
        for (var y = 0; y < rows; y++)
        {
            var row = y * columns;
            var line = marks.Slice(row, columns);
            _labels.AsSpan(row, columns).Clear();
            for (var x = 0; x < columns; x++)
            {
                if (line[x] < least)
                {
                    // most of a row is unmarked: on to the next marked cell in one leap
                    var gap = line[x..].IndexOfAnyInRange(least, byte.MaxValue);
                    if (gap < 0) break;
                    x += gap;
                }
                var label = x > 0 ? _labels[row + x - 1] : 0;
                if (y > 0)
                {
                    label = Join(label, x > 0 ? _labels[row - columns + x - 1] : 0);
                    label = Join(label, _labels[row - columns + x]);
                    label = Join(label, x + 1 < columns ? _labels[row - columns + x + 1] : 0);
                }
                if (label == 0)
                {
                    label = next++;
                    _parent[label] = label;
                }
                _labels[row + x] = label;
            }
        }
        return next == 1 ? [] : Collect(next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Span<Region> Collect(int next)
    {
        // a negative parent is final: −(index + 1), or int.MinValue beyond the buffer
        var count = 0;
        for (var i = 1; i < next; i++)
        {
            var root = _parent[i];
            if (root == i)
            {
                _parent[i] = count < _found.Length ? -(count + 1) : int.MinValue;
                if (count < _found.Length) _found[count++] = new Region { Left = columns, Top = rows };
            }
            else _parent[i] = _parent[root]; // a parent is always a smaller label, so it is final already
        }
        for (var y = 0; y < rows; y++)
        {
            var line = _labels.AsSpan(y * columns, columns);
            for (var x = 0; x < columns; x++)
            {
                if (line[x] == 0)
                {
                    var gap = line[x..].IndexOfAnyExcept(0);
                    if (gap < 0) break;
                    x += gap;
                }
                ref var label = ref line[x];
                var final = _parent[label];
                label = final == int.MinValue ? -1 : -final;
                if (label < 0) continue;
                ref var region = ref _found[label - 1];
                region.Cells++;
                region.Left = Math.Min(region.Left, x);
                region.Top = Math.Min(region.Top, y);
                region.Right = Math.Max(region.Right, x + 1);
                region.Bottom = Math.Max(region.Bottom, y + 1);
            }
        }
        return _found.AsSpan(0, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Join(int a, int b)
    {
        if (a == 0 || b == 0) return a + b;
        while (_parent[a] != a) a = _parent[a];
        while (_parent[b] != b) b = _parent[b];
        if (a == b) return a;
        var (low, high) = a < b ? (a, b) : (b, a);
        _parent[high] = low;
        return low;
    }
}
