using System.Runtime.CompilerServices;

namespace Qyran.Vision.Motion;

/// <summary>
/// Cuts apart two vehicles whose changed cells touch: where the blob, measured across, along or at a slant, has a deep valley between
/// two wide hills.
/// </summary>
internal sealed class BlobCuts(int columns, int rows)
{
    private const int Narrowest = 4, FewestCells = 6, Deepest = 3;
    private readonly int[] _profile = new int[columns + rows], _before = new int[columns + rows];
    private readonly bool[] _below = new bool[columns];

    private enum Axis { Columns, Rows, Rising, Falling }

    public void Cut(BlobList list, CellMap map)
    {
        // what is cut off is appended and looked at in its turn
        for (var i = 0; i < list.Count; i++)
            for (var depth = 0; depth < Deepest && !list.IsFull && CutOnce(list, map, i); depth++) { }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool CutOnce(BlobList list, CellMap map, int index)
    {
        var blob = list[index];
        if (blob.Cells < 2 * FewestCells) return false;
        var at = -1;
        var axis = Axis.Columns;
        // a full box is one thing or shows its valley straight on; only a ragged one is looked at on the slant
        var last = blob.Cells * 10 < (blob.Right - blob.Left) * (blob.Bottom - blob.Top) * 7 ? Axis.Falling : Axis.Rows;
        for (; axis <= last; axis++)
            if ((at = Valley(list, map, index, blob, axis)) >= 0) break;
        if (at < 0) return false;
        var other = list.Add(blob);
        var moved = 0;
        for (var y = blob.Top; y < blob.Bottom; y++)
        {
            for (var x = blob.Left; x < blob.Right; x++)
            {
                ref var owner = ref list.Owner[(y * columns) + x];
                if (owner != index + 1 || Place(blob, axis, x, y) < at) continue;
                owner = other + 1;
                moved++;
            }
        }
        if (moved < FewestCells || blob.Cells - moved < FewestCells)
        {
            list.Merge(index, other);
            return false;
        }
        list.Shrink(index);
        list.Shrink(other);
        return true;
    }

    private static int Place(in Blob blob, Axis axis, int x, int y) => axis switch
    {
        Axis.Columns => x - blob.Left,
        Axis.Rows => y - blob.Top,
        Axis.Rising => x - blob.Left + (blob.Bottom - 1 - y),
        Axis.Falling => x - blob.Left + (y - blob.Top),
        _ => throw new ArgumentOutOfRangeException(nameof(axis)),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Valley(BlobList list, CellMap map, int index, in Blob blob, Axis axis)
    {
        var (wide, high) = (blob.Right - blob.Left, blob.Bottom - blob.Top);
        var length = axis switch { Axis.Columns => wide, Axis.Rows => high, _ => wide + high - 1 };
        if (length < 2 * Narrowest) return -1;
        var profile = _profile.AsSpan(0, length);
        profile.Clear();
        var below = _below.AsSpan(0, wide);
        below.Clear();
        for (var y = blob.Top; y < blob.Bottom; y++)
        {
            var owner = list.Owner.AsSpan((y * columns) + blob.Left, wide);
            var state = map.State.Slice((y * columns) + blob.Left, wide);
            var start = Place(blob, axis, blob.Left, y);
            var stride = axis == Axis.Rows ? 0 : 1; // Place steps by this with x
            for (var x = 0; x < wide; x++)
            {
                // a windscreen reflects the sky as a shadow lies on the road, and a grey door looks like one: below a thing in its own column
                // it belongs to it, where the shadow between two cars has nothing above
                var own = owner[x] == index + 1;
                below[x] |= own;
                if (own || (state[x] == CellMap.Light && (axis == Axis.Rows || (axis == Axis.Columns && below[x])))) profile[start + (stride * x)]++;
            }
        }
        if (axis is Axis.Rising or Axis.Falling)
        {
            // a slanted line of cells has every other cell of its neighbour's: two make one honest width
            for (var k = 0; k + 1 < length; k++) profile[k] += profile[k + 1];
            length--;
        }
        var most = 0;
        for (var k = 0; k < length; k++) _before[k] = most = Math.Max(most, profile[k]);
        var (best, bestDepth, after) = (-1, 0.36, 0);
        for (var k = length - 1; k > Narrowest; k--)
        {
            after = Math.Max(after, profile[k]);
            if (k > length - Narrowest) continue;
            var hill = Math.Min(_before[k - 2], after);
            if (hill < 3) continue;
            var deep = (double)profile[k - 1] / hill;
            if (deep < bestDepth) (best, bestDepth) = (k, deep);
        }
        return best;
    }
}
