namespace Qyran.Domain.Scenes;

/// <summary>Guesses what a misspelt name was meant to be, for error texts only; nothing is ever repaired.</summary>
public static class NearestName
{
    /// <summary>"; did you mean 'x'?" when one name is close, else "; known are a, b, c".</summary>
    public static string Hint(string written, IEnumerable<string> known)
    {
        var names = known.ToList();
        var best = names.Select(n => (n, Edits(written, n))).OrderBy(n => n.Item2).ThenBy(n => n.n, StringComparer.Ordinal).FirstOrDefault();
        if (best.n is { } name && best.Item2 <= Math.Max(1, Math.Min(written.Length, name.Length) / 3)) return $"; did you mean '{name}'?";
        return names.Count == 0 ? "; none is defined" : $"; known are {string.Join(", ", names)}";
    }

    // letters changed, added, left out or swapped with the neighbour (optimal string alignment); '-', '_' and ' ' are the same, case too
    private static int Edits(string a, string b)
    {
        if (a.Length > 60) return int.MaxValue;
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Folded(a[i - 1]) == Folded(b[j - 1]);
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Folded(a[i - 1]) == Folded(b[j - 2]) && Folded(a[i - 2]) == Folded(b[j - 1]))
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }

    private static char Folded(char c) => c is '_' or ' ' ? '-' : char.ToLowerInvariant(c);
}
