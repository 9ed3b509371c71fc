namespace Qyran.Domain.Plates;

/// <summary>A plate that somebody is to be told of when it passes.</summary>
public sealed record WatchedPlate
{
    /// <summary>What can be watched, for people.</summary>
    public const string Rule = "a watched plate has 2 to 12 letters and digits; at most two of them may be ? (a sign nobody knows), and two must be known; * for several is not taken";

    private const int Shortest = 2, Longest = 12, MostOpen = 2, LeastKnown = 2;

    private WatchedPlate(string text) => Text = text;

    /// <summary>Normalised as stored plates are; holds <c>?</c> where a sign is not known.</summary>
    public string Text { get; }

    /// <summary>Some signs are not known: other vehicles fit too.</summary>
    public bool IsOpen => Text.Contains('?', StringComparison.Ordinal);

    /// <summary>Null for what <see cref="Rule"/> does not allow: a pattern that fits half a city would watch half a city.</summary>
    public static WatchedPlate? Parse(string? text)
    {
        if (text is not { Length: > 0 and <= 40 }) return null;
        // a search takes it for any number of signs; left out, another plate would be watched
        var normal = PlateForm.Normalise(text, "*?");
        if (normal.Contains('*', StringComparison.Ordinal)) return null;
        var open = normal.Count(c => c == '?');
        return normal.Length is >= Shortest and <= Longest && open <= MostOpen && normal.Length - open >= LeastKnown ? new(normal) : null;
    }

    /// <summary>How what was read fits; null when it does not. At most one sign may be an alternative, and look-alikes count only where the reader itself was in doubt.</summary>
    public WatchMatch? Match(ReadPlate read)
    {
        if (read.Text.Length != Text.Length) return null;
        var doubted = false;
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '?' || Text[i] == read.Text[i]) continue;
            if (doubted || !read.Others[i].Contains(Text[i])) return null;
            doubted = true;
        }
        return doubted || IsOpen ? WatchMatch.Possible : WatchMatch.Sure;
    }
}
