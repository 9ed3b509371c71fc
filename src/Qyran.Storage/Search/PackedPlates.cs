using System.Collections.Immutable;
using System.Numerics;
using Qyran.Domain.Plates;

namespace Qyran.Storage.Search;

/// <summary>
/// All distinct plates in memory, folded, packed one after another: a search with edits or wildcards goes through all of them. Two edits change
/// at most four bits of the set of signs a plate has, so nearly all are passed over after one comparison of eight bytes. About 25 bytes a plate.
/// One thread adds; any number search what was there when they began.
/// </summary>
internal sealed class PackedPlates
{
    private readonly record struct Content(ulong[] Signs, int[] Ends, int[] Nos, byte[] Bytes, int Count);

    private sealed record Published(Content Content);

    private Published now = new(new Content([], [], [], [], 0));

    public int Count => now.Content.Count;

    /// <summary>The highest number added; 0 for none.</summary>
    public int LastNo => now.Content is { Count: > 0 } c ? c.Nos[c.Count - 1] : 0;

    /// <summary>Adds plates whose numbers are above <see cref="LastNo"/>, ascending. One thread at a time.</summary>
    public void Add(IReadOnlyList<(int No, string Folded)> plates)
    {
        var c = now.Content;
        var end = c.Count == 0 ? 0 : c.Ends[c.Count - 1];
        // what lies beyond the published count is seen by nobody, so the arrays are filled in place
        c = c with
        {
            Signs = Room(c.Signs, c.Count + plates.Count),
            Ends = Room(c.Ends, c.Count + plates.Count),
            Nos = Room(c.Nos, c.Count + plates.Count),
            Bytes = Room(c.Bytes, end + plates.Sum(p => p.Folded.Length)),
        };
        foreach (var (no, folded) in plates)
        {
            foreach (var sign in folded) c.Bytes[end++] = Packed(sign);
            (c.Ends[c.Count], c.Nos[c.Count]) = (end, no);
            c.Signs[c.Count] = SignsOf(c.Bytes.AsSpan(end - folded.Length, folded.Length));
            c = c with { Count = c.Count + 1 };
        }
        Volatile.Write(ref now, new Published(c));
    }

    /// <summary>Numbers of plates that may fit: all that do, and a few others (signs beyond ASCII share places). Stops after so many.</summary>
    public ImmutableArray<int> Candidates(PlatePattern pattern, int most)
    {
        var c = Volatile.Read(ref now).Content;
        var found = ImmutableArray.CreateBuilder<int>();
        Span<byte> folded = stackalloc byte[pattern.Folded.Length];
        for (var i = 0; i < folded.Length; i++) folded[i] = Packed(pattern.Folded[i]);
        var (wild, edits, length) = (pattern.HasWildcards, pattern.Edits, folded.Length);
        var signs = SignsOf(folded);
        for (var i = 0; i < c.Count && found.Count < most; i++)
        {
            if (wild ? (signs & ~c.Signs[i]) != 0 : BitOperations.PopCount(signs ^ c.Signs[i]) > 2 * edits) continue;
            var from = i == 0 ? 0 : c.Ends[i - 1];
            var plate = c.Bytes.AsSpan(from, c.Ends[i] - from);
            if (wild ? PlatePattern.Glob<byte>(folded, plate) : Math.Abs(plate.Length - length) <= edits && EditDistance.AtMost<byte>(folded, plate, edits) <= edits)
                found.Add(c.Nos[i]);
        }
        return found.DrainToImmutable();
    }

    /// <summary>ASCII as it is; the rest shares the upper half.</summary>
    private static byte Packed(char sign) => (byte)(sign < 128 ? sign : 128 + sign % 128);

    /// <summary>One bit for each sign that occurs; digits and letters have bits of their own, wildcards none.</summary>
    private static ulong SignsOf(ReadOnlySpan<byte> text)
    {
        var signs = 0ul;
        foreach (var b in text)
            if (b is not ((byte)'*' or (byte)'?')) signs |= 1ul << (b & 63);
        return signs;
    }

    private static T[] Room<T>(T[] array, int needed)
    {
        if (array.Length >= needed) return array;
        var larger = new T[Math.Max(needed, array.Length + array.Length / 2)];
        array.CopyTo(larger, 0);
        return larger;
    }
}
