namespace Qyran.Domain.Plates;

/// <summary>How many signs must be changed, put in or left out to make one text of another (Levenshtein).</summary>
public static class EditDistance
{
    /// <summary>The distance, or <paramref name="limit"/> + 1 as soon as it is known to be more. Texts up to 255 signs; no allocation.</summary>
    public static int AtMost<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int limit) where T : unmanaged, IEquatable<T>
    {
        if (Math.Abs(a.Length - b.Length) > limit) return limit + 1;
        if (b.Length > 255) throw new ArgumentOutOfRangeException(nameof(b), "texts up to 255 signs");
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j < row.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1].Equals(b[j - 1]) ? 0 : 1));
                diagonal = above;
                least = Math.Min(least, row[j]);
            }
            if (least > limit) return limit + 1;
        }
        return Math.Min(row[b.Length], limit + 1);
    }
}
