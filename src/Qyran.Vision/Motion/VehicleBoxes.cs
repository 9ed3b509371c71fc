using System.Numerics;
using System.Runtime.CompilerServices;

namespace Qyran.Vision.Motion;

/// <summary>Makes vehicle boxes of regions: joins fragments of one vehicle, cuts neighbours apart, trims to the changed pixels.</summary>
internal sealed class VehicleBoxes(int columns, int rows, int most)
{
    private readonly Regions _regions = new(columns, rows, most);
    private readonly Regions _wide = new(columns, rows, most);
    private readonly BlobList _list = new(columns, rows, most);
    private readonly BlobCuts _cuts = new(columns, rows);
    private readonly Companions _companions = new(most);
    private readonly int[] _blobOf = new int[most];

    /// <summary>Boxes in pixels of the analysed picture, edges in whole pixels.</summary>
    public ReadOnlySpan<Blob> Found => _list.All;

    /// <param name="metre">Pixels of the analysed picture per metre at a contact point; 0 unknown.</param>
    /// <param name="passed">Seconds since the last call.</param>
    public void Make(CellMap map, Func<double, double, double> metre, double passed)
    {
        _list.Clear();
        var things = _regions.Group(map.State, CellMap.Thing);
        if (things.Length > 0)
        {
            _wide.Group(map.State, CellMap.Light);
            Collect(map, things);
            Join(metre);
            _companions.Part(_list, passed);
            _cuts.Cut(_list, map);
        }
        for (var i = 0; i < _list.Count; i++)
            _list[i] = Trim(map, _list[i], i);
        _companions.Remember(_list, passed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Collect(CellMap map, ReadOnlySpan<Region> things)
    {
        for (var i = 0; i < things.Length; i++)
        {
            var region = things[i];
            _blobOf[i] = region.Cells < 2 ? -1
                : _list.Add(new Blob(region.Left, region.Top, region.Right, region.Bottom, region.Cells, FamilyOf(region, i + 1)));
        }
        var labels = _regions.Labels;
        for (var i = 0; i < things.Length; i++)
        {
            if (_blobOf[i] < 0) continue;
            var region = things[i];
            for (var y = region.Top; y < region.Bottom; y++)
                for (var x = region.Left; x < region.Right; x++)
                    if (labels[(y * columns) + x] == i + 1) _list.Owner[(y * columns) + x] = _blobOf[i] + 1;
        }
    }

    private int FamilyOf(Region region, int label)
    {
        for (var x = region.Left; x < region.Right; x++)
            if (_regions.Labels[(region.Top * columns) + x] == label) return _wide.Labels[(region.Top * columns) + x];
        return -1;
    }

    // pieces of one changed area belong together when one stands over the other or they nearly touch
    private void Join(Func<double, double, double> metre)
    {
        for (var again = true; again;)
        {
            again = false;
            for (var i = 0; i < _list.Count; i++)
            {
                for (var j = i + 1; j < _list.Count; j++)
                {
                    if (!Belong(_list[i], _list[j], metre)) continue;
                    _list.Merge(i, j--);
                    again = true;
                }
            }
        }
    }

    private static bool Belong(in Blob a, in Blob b, Func<double, double, double> metre)
    {
        var overX = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        var overY = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        var (narrow, low) = (Math.Min(a.Right - a.Left, b.Right - b.Left), Math.Min(a.Bottom - a.Top, b.Bottom - b.Top));
        var (right, left) = (Math.Max(a.Right, b.Right), Math.Min(a.Left, b.Left));
        var (bottom, top) = (Math.Max(a.Bottom, b.Bottom), Math.Min(a.Top, b.Top));
        if (overX > 0 && overY > 0 && overX * overY * 10 >= narrow * low * 6) return true; // one inside the other
        var family = a.Family == b.Family && a.Family > 0;
        // a wheel or a lamp below the windows of a body that looks like shadow: much smaller, closer than its own size, in the same changed area
        var (less, more) = a.Cells < b.Cells ? (a, b) : (b, a);
        var near = Math.Min(less.Right - less.Left, less.Bottom - less.Top);
        if (family && less.Cells * 5 <= more.Cells * 2 && less.Bottom > more.Bottom && -overX <= near && -overY <= near
            && right - left <= 2 * (more.Right - more.Left)) return true;
        var scale = metre((left + right) * 0.5 * Background.Cell, bottom * Background.Cell);
        if (scale > 0)
        {
            // calibrated: what fits into one car may be joined over the gap of half a metre
            var gap = Math.Max(1, 0.5 * scale / Background.Cell);
            var fits = (right - left) * Background.Cell <= 5 * scale && (bottom - top) * Background.Cell <= 5 * scale;
            return fits && ((overX * 2 > narrow && -overY <= gap) || (family && overY * 2 > low && -overX <= gap / 2));
        }
        // without one only clear fragments: one well over the other, or side by side at the same height in one changed area
        if (overX * 10 >= narrow * 6 && -overY <= Math.Max(1, Math.Min(low, 3)) && (family || -overY <= 1)) return bottom - top <= 2 * (right - left) + 2;
        return family && overY * 10 >= low * 7 && -overX <= 1 && right - left <= 2 * (bottom - top);
    }

    // from cells to pixels: an edge row or column counts once a fair share of the blob's side has changed pixels in it
    private Blob Trim(CellMap map, Blob blob, int index)
    {
        var (wide, high) = ((blob.Right - blob.Left) * Background.Cell, (blob.Bottom - blob.Top) * Background.Cell);
        var (left, top, right, bottom) = (blob.Left * Background.Cell, blob.Top * Background.Cell, blob.Right * Background.Cell, blob.Bottom * Background.Cell);
        var (leastX, leastY) = (Math.Max(2, high / 8), Math.Max(2, wide / 6));
        var (reachX, reachY) = (Math.Max(4, wide / 6), Math.Max(4, high / 6));
        for (var k = 0; k < reachX && Column(map, blob, index, left) < leastX; k++) left++;
        for (var k = 0; k < reachX && Column(map, blob, index, right - 1) < leastX; k++) right--;
        for (var k = 0; k < reachY && Row(map, blob, index, top) < leastY; k++) top++;
        for (var k = 0; k < reachY && Row(map, blob, index, bottom - 1) < leastY; k++) bottom--;
        return blob with { Left = left, Top = top, Right = right, Bottom = bottom };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Column(CellMap map, in Blob blob, int index, int x)
    {
        var sum = 0;
        for (var row = blob.Top; row < blob.Bottom; row++)
        {
            var cell = (row * columns) + (x / Background.Cell);
            if (_list.Owner[cell] == index + 1) sum += BitOperations.PopCount((uint)(map.Bits[cell] & (0x1111 << (x % Background.Cell))));
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Row(CellMap map, in Blob blob, int index, int y)
    {
        var sum = 0;
        for (var column = blob.Left; column < blob.Right; column++)
        {
            var cell = (y / Background.Cell * columns) + column;
            if (_list.Owner[cell] == index + 1) sum += BitOperations.PopCount((uint)(map.Bits[cell] & (0xF << (y % Background.Cell * 4))));
        }
        return sum;
    }
}
