namespace Qyran.Line;

/// <summary>Commands that are shown to people can be typed as they stand.</summary>
public static class Shell
{
    /// <summary>The path as it is where a shell takes it so, else in single quotes. One that would pass for an option begins with <c>./</c>.</summary>
    public static string Quoted(string path)
    {
        if (path.StartsWith('-')) path = "./" + path;
        return path.Length > 0 && path.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '/' or '-') ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
