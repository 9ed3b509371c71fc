using System.Runtime.CompilerServices;

namespace Qyran.Vision.Motion;

/// <summary>The blobs of one frame and which cells belong to which. A fixed buffer, filled anew for each frame.</summary>
internal sealed class BlobList(int columns, int rows, int most)
{
    private readonly Blob[] _blobs = new Blob[most];

    /// <summary>1 + index of the blob a cell belongs to, or 0.</summary>
    public int[] Owner { get; } = new int[columns * rows];

    public int Columns => columns;
    public int Count { get; private set; }
    public bool IsFull => Count == _blobs.Length;
    public ReadOnlySpan<Blob> All => _blobs.AsSpan(0, Count);

    public Blob this[int index]
    {
        get => _blobs[index];
        set => _blobs[index] = value;
    }

    public void Clear()
    {
        Count = 0;
        Array.Clear(Owner);
    }

    /// <summary>Its index, or −1 when the buffer is full.</summary>
    public int Add(in Blob blob)
    {
        if (IsFull) return -1;
        _blobs[Count] = blob;
        return Count++;
    }

    /// <summary>Makes one of two; the last blob takes the place of the second.</summary>
    public void Merge(int first, int second)
    {
        var (a, b) = (_blobs[first], _blobs[second]);
        Give(b, second, first);
        _blobs[first] = new Blob(Math.Min(a.Left, b.Left), Math.Min(a.Top, b.Top), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom),
            a.Cells + b.Cells, a.Cells >= b.Cells ? a.Family : b.Family);
        Count--;
        if (second == Count) return;
        _blobs[second] = _blobs[Count];
        Give(_blobs[second], Count, second);
    }

    /// <summary>Fits a blob's box and count to the cells it owns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Shrink(int index)
    {
        var blob = _blobs[index];
        var (left, top, right, bottom, cells) = (blob.Right, blob.Bottom, blob.Left, blob.Top, 0);
        for (var y = blob.Top; y < blob.Bottom; y++)
        {
            for (var x = blob.Left; x < blob.Right; x++)
            {
                if (Owner[(y * columns) + x] != index + 1) continue;
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                cells++;
            }
        }
        _blobs[index] = blob with { Left = left, Top = top, Right = right, Bottom = bottom, Cells = cells };
    }

    /// <summary>Makes the cells of one blob another's, without changing either's box.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Give(in Blob blob, int from, int to)
    {
        for (var y = blob.Top; y < blob.Bottom; y++)
            for (var x = blob.Left; x < blob.Right; x++)
                if (Owner[(y * columns) + x] == from + 1) Owner[(y * columns) + x] = to + 1;
    }
}
