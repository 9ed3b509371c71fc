namespace Qyran.Vision.Motion;

/// <summary>Makes vehicle boxes of regions: joins fragments of one vehicle, cuts neighbours apart, trims to the changed pixels.</summary>
internal sealed class VehicleBoxes(int columns, int rows, int most)
{
    private readonly Regions _regions = new(columns, rows, most);
    private readonly Regions _wide = new(columns, rows, most);
    private readonly Blob[] _blobs = new Blob[most];
    private readonly int[] _profile = new int[Math.Max(columns, rows)];
    private int _count;

    /// <summary>One box in pixels of the analysed picture, edges in whole pixels.</summary>
    internal record struct Blob(int Left, int Top, int Right, int Bottom, int Cells, int Family);

    public ReadOnlySpan<Blob> Found => _blobs.AsSpan(0, _count);

    /// <summary>Labels of the regions of any change (light or thing); a blob's <see cref="Blob.Family"/> is one of them.</summary>
    public ReadOnlySpan<int> Families => _wide.Labels;

    /// <param name="metre">Pixels of the analysed picture per metre at a contact point; 0 unknown.</param>
    public void Make(CellMap map, Func<double, double, double> metre)
    {
        _count = 0;
        var things = _regions.Group(map.State, CellMap.Thing);
        if (things.Length == 0) return;
        _wide.Group(map.State, CellMap.Light);
        foreach (var region in things)
        {
            if (region.Cells < 2) continue;
            _blobs[_count++] = new Blob(region.Left, region.Top, region.Right, region.Bottom, region.Cells, FamilyOf(region, map));
        }
        Join(metre);
        for (var i = 0; i < _count && _count < _blobs.Length; i++)
            Cut(map, i, 0);
        for (var i = 0; i < _count; i++)
            _blobs[i] = Trim(map, _blobs[i]);
    }

    private int FamilyOf(Region region, CellMap map)
    {
        for (var x = region.Left; x < region.Right; x++)
        {
            var cell = (region.Top * columns) + x;
            if (map.State[cell] == CellMap.Thing && _regions.Labels[cell] > 0) return _wide.Labels[cell];
        }
        return -1;
    }

    // pieces of one changed area belong together when one stands over the other or they nearly touch
    private void Join(Func<double, double, double> metre)
    {
        for (var again = true; again;)
        {
            again = false;
            for (var i = 0; i < _count; i++)
            {
                for (var j = i + 1; j < _count; j++)
                {
                    if (!Belong(_blobs[i], _blobs[j], metre)) continue;
                    var (a, b) = (_blobs[i], _blobs[j]);
                    _blobs[i] = new Blob(Math.Min(a.Left, b.Left), Math.Min(a.Top, b.Top), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom),
                        a.Cells + b.Cells, a.Cells >= b.Cells ? a.Family : b.Family);
                    _blobs[j--] = _blobs[--_count];
                    again = true;
                }
            }
        }
    }

    private static bool Belong(Blob a, Blob b, Func<double, double, double> metre)
    {
        var overX = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        var overY = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        var (narrow, low) = (Math.Min(a.Right - a.Left, b.Right - b.Left), Math.Min(a.Bottom - a.Top, b.Bottom - b.Top));
        var (right, left) = (Math.Max(a.Right, b.Right), Math.Min(a.Left, b.Left));
        var (bottom, top) = (Math.Max(a.Bottom, b.Bottom), Math.Min(a.Top, b.Top));
        if (overX > 0 && overY > 0 && overX * overY * 10 >= narrow * low * 6) return true; // one inside the other
        var family = a.Family == b.Family && a.Family > 0;
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

    // a deep valley between two wide hills of the column (then row) profile parts two vehicles
    private void Cut(CellMap map, int index, int depth)
    {
        var blob = _blobs[index];
        if (depth > 3 || _count == _blobs.Length) return;
        var at = Valley(map, blob, alongX: true);
        var alongX = at > 0;
        if (!alongX) at = Valley(map, blob, alongX: false);
        if (at <= 0) return;
        var (first, second) = alongX
            ? (blob with { Right = at }, blob with { Left = at })
            : (blob with { Bottom = at }, blob with { Top = at });
        if (!Shrink(map, ref first) || !Shrink(map, ref second)) return;
        _blobs[index] = first;
        _blobs[_count++] = second;
        Cut(map, index, depth + 1);
        if (_count < _blobs.Length) Cut(map, _count - 1, depth + 1);
    }

    private int Valley(CellMap map, Blob blob, bool alongX)
    {
        var length = alongX ? blob.Right - blob.Left : blob.Bottom - blob.Top;
        const int narrowest = 4;
        if (length < 2 * narrowest) return 0;
        var profile = _profile.AsSpan(0, length);
        profile.Clear();
        for (var y = blob.Top; y < blob.Bottom; y++)
            for (var x = blob.Left; x < blob.Right; x++)
                if (map.State[(y * columns) + x] == CellMap.Thing) profile[alongX ? x - blob.Left : y - blob.Top]++;
        var (best, bestDepth) = (0, 0.36);
        for (var k = narrowest; k <= length - narrowest; k++)
        {
            var (before, after) = (0, 0);
            for (var i = 0; i < k; i++) before = Math.Max(before, profile[i]);
            for (var i = k + 1; i < length; i++) after = Math.Max(after, profile[i]);
            var hill = Math.Min(before, after);
            if (hill < 3) continue;
            var deep = (double)profile[k] / hill;
            if (deep < bestDepth) (best, bestDepth) = (k, deep);
        }
        return best == 0 ? 0 : best + (alongX ? blob.Left : blob.Top);
    }

    private bool Shrink(CellMap map, ref Blob blob)
    {
        var (left, top, right, bottom, cells) = (blob.Right, blob.Bottom, blob.Left, blob.Top, 0);
        for (var y = blob.Top; y < blob.Bottom; y++)
        {
            for (var x = blob.Left; x < blob.Right; x++)
            {
                if (map.State[(y * columns) + x] != CellMap.Thing) continue;
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                cells++;
            }
        }
        blob = blob with { Left = left, Top = top, Right = right, Bottom = bottom, Cells = cells };
        return cells >= 3;
    }

    // from cells to pixels: an edge row or column counts once a fair share of the blob's side has changed pixels in it
    private Blob Trim(CellMap map, Blob blob)
    {
        var (wide, high) = ((blob.Right - blob.Left) * Background.Cell, (blob.Bottom - blob.Top) * Background.Cell);
        var (left, top, right, bottom) = (blob.Left * Background.Cell, blob.Top * Background.Cell, blob.Right * Background.Cell, blob.Bottom * Background.Cell);
        var (leastX, leastY) = (Math.Max(2, high / 8), Math.Max(2, wide / 6));
        var (reachX, reachY) = (Math.Max(4, wide / 6), Math.Max(4, high / 6));
        for (var k = 0; k < reachX && Column(map, blob, left) < leastX; k++) left++;
        for (var k = 0; k < reachX && Column(map, blob, right - 1) < leastX; k++) right--;
        for (var k = 0; k < reachY && Row(map, blob, top) < leastY; k++) top++;
        for (var k = 0; k < reachY && Row(map, blob, bottom - 1) < leastY; k++) bottom--;
        return blob with { Left = left, Top = top, Right = right, Bottom = bottom };
    }

    private int Column(CellMap map, Blob blob, int x)
    {
        var sum = 0;
        for (var row = blob.Top; row < blob.Bottom; row++)
        {
            var cell = (row * columns) + (x / Background.Cell);
            if (map.State[cell] == CellMap.Thing) sum += System.Numerics.BitOperations.PopCount((uint)(map.Bits[cell] & (0x1111 << (x % Background.Cell))));
        }
        return sum;
    }

    private int Row(CellMap map, Blob blob, int y)
    {
        var sum = 0;
        for (var column = blob.Left; column < blob.Right; column++)
        {
            var cell = (y / Background.Cell * columns) + column;
            if (map.State[cell] == CellMap.Thing) sum += System.Numerics.BitOperations.PopCount((uint)(map.Bits[cell] & (0xF << (y % Background.Cell * 4))));
        }
        return sum;
    }
}
