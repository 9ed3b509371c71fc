using System.Globalization;

namespace Qyran.LiveBench;

/// <summary>What stands behind a verb: plain words, and <c>--name value</c>.</summary>
internal sealed class Options(string[] args)
{
    /// <summary>The words without a name, in order.</summary>
    public string[] Words { get; } = [.. args.Where((a, i) => !a.StartsWith("--", StringComparison.Ordinal) && (i == 0 || !args[i - 1].StartsWith("--", StringComparison.Ordinal)))];

    public string Text(string name, string otherwise) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;

    public int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
}
