using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qyran.Vision.Motion;

/// <summary>Looks at one 4×4 cell as one 128-bit vector. The scalar method is the oracle.</summary>
internal static class CellKernel
{
    /// <summary>
    /// A pixel counts as changed when it lies further than its tolerance from the background there <em>and</em> outside the range of
    /// its four background neighbours: a shake by a pixel then changes nothing. <paramref name="inner"/> is false in
    /// cells on the picture's rim, which have no such neighbours. <paramref name="at"/> is the top left pixel's index.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static CellLook Look(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, ReadOnlySpan<byte> tolerance, int at, int width, bool inner)
    {
        var seen = Load(now, at, width);
        var known = Load(background, at, width);
        var tol = Load(tolerance, at, width);
        var (least, most) = (known, known);
        if (inner)
        {
            var left = Load(background, at - 1, width);
            var right = Load(background, at + 1, width);
            var up = Load(background, at - width, width);
            var down = Load(background, at + width, width);
            least = Vector128.Min(Vector128.Min(known, Vector128.Min(left, right)), Vector128.Min(up, down));
            most = Vector128.Max(Vector128.Max(known, Vector128.Max(left, right)), Vector128.Max(up, down));
        }
        var above = Vector128.Max(seen, most) - most;
        var below = least - Vector128.Min(seen, least);
        var outside = Vector128.Max(above, below);
        // inside a busy background half the tolerance beyond the neighbours' range is enough, beyond the pixel's own value the whole
        var far = Vector128.Max(seen, known) - Vector128.Min(seen, known);
        var half = (tol >>> 1) & Vector128.Create((byte)127);
        var changed = ~Vector128.Equals(Vector128.Max(far, tol), tol) & ~Vector128.Equals(Vector128.Max(outside, half), half);
        var bits = (ushort)Vector128.ExtractMostSignificantBits(changed);
        if (bits == 0) return default;
        seen &= changed;
        known &= changed;
        var (s0, s1) = Vector128.Widen(seen);
        var (k0, k1) = Vector128.Widen(known);
        var (t0, t1) = Vector128.Widen(tol & changed);
        var nowSum = (int)Vector128.Sum(s0 + s1);
        var beforeSum = (int)Vector128.Sum(k0 + k1);
        var ratio = Vector128.Create((ushort)Ratio(nowSum, beforeSum));
        // ratio has 6 fractional bits and is at most 4, so 255 × 256 fits 16 bits
        var e0 = (k0 * ratio) >>> 6;
        var e1 = (k1 * ratio) >>> 6;
        var residual = (int)Vector128.Sum((Vector128.Max(s0, e0) - Vector128.Min(s0, e0)) + (Vector128.Max(s1, e1) - Vector128.Min(s1, e1)));
        return new CellLook(bits, nowSum, beforeSum, residual, (int)Vector128.Sum(t0 + t1));
    }

    public static CellLook LookScalar(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, ReadOnlySpan<byte> tolerance, int at, int width, bool inner)
    {
        var (bits, nowSum, beforeSum, tolerances) = (0, 0, 0, 0);
        for (var i = 0; i < 16; i++)
        {
            var p = at + ((i / 4) * width) + (i % 4);
            var (least, most) = ((int)background[p], (int)background[p]);
            if (inner)
            {
                least = Math.Min(Math.Min(least, Math.Min(background[p - 1], background[p + 1])), Math.Min(background[p - width], background[p + width]));
                most = Math.Max(Math.Max(most, Math.Max(background[p - 1], background[p + 1])), Math.Max(background[p - width], background[p + width]));
            }
            var outside = Math.Max(0, Math.Max(now[p] - most, least - now[p]));
            if (Math.Abs(now[p] - background[p]) <= tolerance[p] || outside <= tolerance[p] / 2) continue;
            bits |= 1 << i;
            nowSum += now[p];
            beforeSum += background[p];
            tolerances += tolerance[p];
        }
        if (bits == 0) return default;
        var ratio = Ratio(nowSum, beforeSum);
        var residual = 0;
        for (var i = 0; i < 16; i++)
        {
            if ((bits & (1 << i)) == 0) continue;
            var p = at + ((i / 4) * width) + (i % 4);
            residual += Math.Abs(now[p] - ((background[p] * ratio) >> 6));
        }
        return new CellLook((ushort)bits, nowSum, beforeSum, residual, tolerances);
    }

    /// <summary>Sum over all sixteen pixels of how far their change is from the cell's mean change: small where light was added, large where an edge came.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Unevenness(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, int at, int width)
    {
        var (s0, s1) = Vector128.Widen(Load(now, at, width));
        var (k0, k1) = Vector128.Widen(Load(background, at, width));
        var (d0, d1) = ((s0 - k0).AsInt16(), (s1 - k1).AsInt16());
        var mean = Vector128.Create((short)(Vector128.Sum(d0 + d1) >> 4));
        return Vector128.Sum(Vector128.Abs(d0 - mean) + Vector128.Abs(d1 - mean));
    }

    public static int UnevennessScalar(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, int at, int width)
    {
        var (sum, uneven) = (0, 0);
        for (var i = 0; i < 16; i++) sum += Change(now, background, at, width, i);
        for (var i = 0; i < 16; i++) uneven += Math.Abs(Change(now, background, at, width, i) - (sum >> 4));
        return uneven;
    }

    /// <summary>
    /// The largest jump of the change (now − background) from a side of the cell to the pixels just beyond it, sum of four pixels: light
    /// ends softly, a body sharply. The cell must not lie on the picture's rim.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Jump(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, int at, int width)
    {
        var (left, right, top, bottom) = (0, 0, 0, 0);
        for (var i = 0; i < 4; i++)
        {
            var row = at + (i * width);
            left += now[row] - background[row] - now[row - 1] + background[row - 1];
            right += now[row + 3] - background[row + 3] - now[row + 4] + background[row + 4];
            var (first, last) = (at + i, at + (3 * width) + i);
            top += now[first] - background[first] - now[first - width] + background[first - width];
            bottom += now[last] - background[last] - now[last + width] + background[last + width];
        }
        return Math.Max(Math.Max(Math.Abs(left), Math.Abs(right)), Math.Max(Math.Abs(top), Math.Abs(bottom)));
    }

    private static int Change(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, int at, int width, int i)
    {
        var p = at + ((i / 4) * width) + (i % 4);
        return now[p] - background[p];
    }

    /// <summary>Sum of absolute differences between the cell and its sixteen remembered bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Distance(ReadOnlySpan<byte> now, int at, int width, ReadOnlySpan<byte> remembered)
    {
        var a = Load(now, at, width);
        var b = Vector128.Create(remembered);
        var (d0, d1) = Vector128.Widen(Vector128.Max(a, b) - Vector128.Min(a, b));
        return Vector128.Sum(d0 + d1);
    }

    /// <summary>Copies the cell into sixteen bytes.</summary>
    public static void Remember(ReadOnlySpan<byte> now, int at, int width, Span<byte> memory) => Load(now, at, width).CopyTo(memory);

    private static int Ratio(int now, int before) => Math.Min((now << 6) / Math.Max(1, before), 256);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ReadOnlySpan<byte> plane, int at, int width) => Vector128.Create(
        Unsafe.ReadUnaligned<uint>(in plane[at]),
        Unsafe.ReadUnaligned<uint>(in plane[at + width]),
        Unsafe.ReadUnaligned<uint>(in plane[at + (2 * width)]),
        Unsafe.ReadUnaligned<uint>(in plane.Slice(at + (3 * width), 4)[0])).AsByte();
}
