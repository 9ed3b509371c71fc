using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qyran.Vision.Motion;

/// <summary>
/// The per-pixel background model on rows of bytes. A pixel has a background value and a tolerance; both walk one step at a time
/// towards what is seen (sigma-delta, Manzanera and Richefeu 2007), so they follow medians and single outliers cannot move them far.
/// The scalar methods are the oracle of the vector ones.
/// </summary>
internal static class PixelKernel
{
    /// <summary>Writes 255 where |now − background| exceeds the tolerance, else 0. All spans have the same length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compare(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, ReadOnlySpan<byte> tolerance, Span<byte> mask)
    {
        ref var n = ref MemoryMarshal.GetReference(now);
        ref var b = ref MemoryMarshal.GetReference(background);
        ref var t = ref MemoryMarshal.GetReference(tolerance);
        ref var m = ref MemoryMarshal.GetReference(mask);
        var end = now.Length - (now.Length % Vector256<byte>.Count);
        for (nuint i = 0; i < (nuint)end; i += (nuint)Vector256<byte>.Count)
        {
            var seen = Vector256.LoadUnsafe(ref n, i);
            var known = Vector256.LoadUnsafe(ref b, i);
            var tol = Vector256.LoadUnsafe(ref t, i);
            var far = Vector256.Max(seen, known) - Vector256.Min(seen, known);
            (~Vector256.Equals(Vector256.Max(far, tol), tol)).StoreUnsafe(ref m, i);
        }
        CompareScalar(now[end..], background[end..], tolerance[end..], mask[end..]);
    }

    public static void CompareScalar(ReadOnlySpan<byte> now, ReadOnlySpan<byte> background, ReadOnlySpan<byte> tolerance, Span<byte> mask)
    {
        for (var i = 0; i < now.Length; i++)
            mask[i] = Math.Abs(now[i] - background[i]) > tolerance[i] ? (byte)255 : (byte)0;
    }

    /// <summary>
    /// Compares, then learns where <paramref name="held"/> is 0: the background moves at most <paramref name="step"/> towards the
    /// picture and the tolerance one level towards four times the difference, inside its limits. Held pixels (255) stay as they are.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CompareAndLearn(ReadOnlySpan<byte> now, Span<byte> background, Span<byte> tolerance, ReadOnlySpan<byte> held,
        Span<byte> mask, byte step, byte floor, byte ceiling)
    {
        ref var n = ref MemoryMarshal.GetReference(now);
        ref var b = ref MemoryMarshal.GetReference(background);
        ref var t = ref MemoryMarshal.GetReference(tolerance);
        ref var h = ref MemoryMarshal.GetReference(held);
        ref var m = ref MemoryMarshal.GetReference(mask);
        var end = now.Length - (now.Length % Vector256<byte>.Count);
        var most = Vector256.Create(step);
        var low = Vector256.Create(floor);
        var high = Vector256.Create(ceiling);
        var cap = Vector256.Create((byte)63);
        var one = Vector256.Create((byte)1);
        for (nuint i = 0; i < (nuint)end; i += (nuint)Vector256<byte>.Count)
        {
            var seen = Vector256.LoadUnsafe(ref n, i);
            var known = Vector256.LoadUnsafe(ref b, i);
            var tol = Vector256.LoadUnsafe(ref t, i);
            var free = ~Vector256.LoadUnsafe(ref h, i);
            var larger = Vector256.Max(seen, known);
            var far = larger - Vector256.Min(seen, known);
            (~Vector256.Equals(Vector256.Max(far, tol), tol)).StoreUnsafe(ref m, i);
            var move = Vector256.Min(far, most) & free;
            var up = Vector256.Equals(larger, seen);
            (known + (move & up) - Vector256.AndNot(move, up)).StoreUnsafe(ref b, i);
            var small = Vector256.Min(far, cap);
            var four = small + small;
            four += four;
            var raise = ~Vector256.Equals(Vector256.Max(four, tol), tol) & one & free;
            var sink = ~Vector256.Equals(Vector256.Min(four, tol), tol) & one & free;
            Vector256.Min(Vector256.Max(tol + raise - sink, low), high).StoreUnsafe(ref t, i);
        }
        CompareAndLearnScalar(now[end..], background[end..], tolerance[end..], held[end..], mask[end..], step, floor, ceiling);
    }

    public static void CompareAndLearnScalar(ReadOnlySpan<byte> now, Span<byte> background, Span<byte> tolerance, ReadOnlySpan<byte> held,
        Span<byte> mask, byte step, byte floor, byte ceiling)
    {
        for (var i = 0; i < now.Length; i++)
        {
            var far = Math.Abs(now[i] - background[i]);
            mask[i] = far > tolerance[i] ? (byte)255 : (byte)0;
            var tol = (int)tolerance[i];
            if (held[i] == 0)
            {
                var move = Math.Min(far, step);
                background[i] = (byte)(now[i] >= background[i] ? background[i] + move : background[i] - move);
                var four = Math.Min(far, 63) * 4;
                tol += Math.Sign(four - tol);
            }
            tolerance[i] = (byte)Math.Clamp(tol, floor, ceiling);
        }
    }

    /// <summary>
    /// Counts set pixels of each 4×4 cell: <paramref name="mask"/> is four rows of <paramref name="width"/> bytes (0 or 255),
    /// <paramref name="counts"/> receives ⌊width/4⌋ numbers 0…16. Returns the largest.
    /// </summary>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint CountCells(ReadOnlySpan<byte> mask, int width, Span<uint> counts)
    {
        var cells = width / 4;
        var vectors = cells / Vector256<uint>.Count;
        ref var m = ref MemoryMarshal.GetReference(mask);
        ref var c = ref MemoryMarshal.GetReference(counts);
        var w = (nuint)width;
        var times = Vector256.Create(0x01010101u);
        var most = Vector256<uint>.Zero;
        for (var i = 0; i < vectors; i++)
        {
            var at = (nuint)(i * Vector256<byte>.Count);
            var sum = Vector256.LoadUnsafe(ref m, at) + Vector256.LoadUnsafe(ref m, at + w)
                + Vector256.LoadUnsafe(ref m, at + w + w) + Vector256.LoadUnsafe(ref m, at + w + w + w);
            var count = ((Vector256<byte>.Zero - sum).AsUInt32() * times) >>> 24;
            most = Vector256.Max(most, count);
            count.StoreUnsafe(ref c, (nuint)(i * Vector256<uint>.Count));
        }
        var largest = 0u;
        for (var i = 0; i < Vector256<uint>.Count; i++) largest = Math.Max(largest, most[i]);
        for (var cell = vectors * Vector256<uint>.Count; cell < cells; cell++)
        {
            counts[cell] = CountCell(mask, width, cell);
            largest = Math.Max(largest, counts[cell]);
        }
        return largest;
    }

    public static uint CountCell(ReadOnlySpan<byte> mask, int width, int cell)
    {
        var count = 0u;
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 4; x++)
                if (mask[(y * width) + (cell * 4) + x] != 0) count++;
        return count;
    }
}
