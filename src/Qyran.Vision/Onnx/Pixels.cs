using System.Numerics;

namespace Qyran.Vision.Onnx;

/// <summary>Rows of pixels times a weight, a vector at a time.</summary>
internal static class Pixels
{
    /// <summary><paramref name="to"/> = <paramref name="from"/> × <paramref name="by"/>.</summary>
    public static void Scale(ReadOnlySpan<byte> from, float by, Span<float> to)
    {
        var x = 0;
        for (; x <= from.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Widen(from[x..], out var a, out var b, out var c, out var d);
            (a * by).CopyTo(to[x..]);
            (b * by).CopyTo(to[(x + Vector<float>.Count)..]);
            (c * by).CopyTo(to[(x + (2 * Vector<float>.Count))..]);
            (d * by).CopyTo(to[(x + (3 * Vector<float>.Count))..]);
        }
        for (; x < from.Length; x++) to[x] = from[x] * by;
    }

    /// <summary><paramref name="to"/> += <paramref name="from"/> × <paramref name="by"/>.</summary>
    public static void Blend(ReadOnlySpan<byte> from, float by, Span<float> to)
    {
        var x = 0;
        for (; x <= from.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Widen(from[x..], out var a, out var b, out var c, out var d);
            Add(to[x..], a * by);
            Add(to[(x + Vector<float>.Count)..], b * by);
            Add(to[(x + (2 * Vector<float>.Count))..], c * by);
            Add(to[(x + (3 * Vector<float>.Count))..], d * by);
        }
        for (; x < from.Length; x++) to[x] += from[x] * by;
    }

    /// <summary><paramref name="to"/> = <paramref name="from"/> × <paramref name="by"/>.</summary>
    public static void Scale(ReadOnlySpan<float> from, float by, Span<float> to)
    {
        var x = 0;
        for (; x <= from.Length - Vector<float>.Count; x += Vector<float>.Count) (new Vector<float>(from[x..]) * by).CopyTo(to[x..]);
        for (; x < from.Length; x++) to[x] = from[x] * by;
    }

    /// <summary><paramref name="to"/> += <paramref name="from"/> × <paramref name="by"/>.</summary>
    public static void Blend(ReadOnlySpan<float> from, float by, Span<float> to)
    {
        var x = 0;
        for (; x <= from.Length - Vector<float>.Count; x += Vector<float>.Count) Add(to[x..], new Vector<float>(from[x..]) * by);
        for (; x < from.Length; x++) to[x] += from[x] * by;
    }

    private static void Add(Span<float> to, Vector<float> more) => (new Vector<float>(to) + more).CopyTo(to);

    private static void Widen(ReadOnlySpan<byte> from, out Vector<float> a, out Vector<float> b, out Vector<float> c, out Vector<float> d)
    {
        Vector.Widen(new Vector<byte>(from), out var low, out var high);
        Vector.Widen(low, out var first, out var second);
        Vector.Widen(high, out var third, out var fourth);
        (a, b, c, d) = (Vector.ConvertToSingle(Vector.AsVectorInt32(first)), Vector.ConvertToSingle(Vector.AsVectorInt32(second)),
            Vector.ConvertToSingle(Vector.AsVectorInt32(third)), Vector.ConvertToSingle(Vector.AsVectorInt32(fourth)));
    }
}
