namespace Qyran.Simulator;

/// <summary>How a number is grouped: 9 is a digit, A a letter, a space a gap, - a dash.</summary>
internal static class PlateSeries
{
    /// <summary>Whether a text, which is without gaps and dashes, is one of the series.</summary>
    public static bool Fits(string text, string series)
    {
        var signs = series.Where(c => c is '9' or 'A').ToArray();
        return signs.Length == text.Length && signs.Zip(text).All(p => p.First == '9' ? char.IsAsciiDigit(p.Second) : char.IsAsciiLetterUpper(p.Second));
    }

    /// <summary>The series of a text that is none: its signs without groups.</summary>
    public static string Plain(string text) => new('A', text.Length);
}
