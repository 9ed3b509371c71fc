using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Scenes;

namespace Qyran.Measure.Scoring.Counts;

/// <summary>
/// What a person counted in one clip: a YAML file of <c>testdata/counts</c> (its README says how such a file is made).
/// </summary>
/// <param name="Clip">Name of the clip below the ground truth's <c>videos/</c> and of its scene file, without endings.</param>
/// <param name="How">How it was counted, in words.</param>
public sealed record CountFile(string Clip, string How, ImmutableArray<CountedLine> Lines)
{
    /// <summary>The version of the format that is read.</summary>
    public const int Version = 1;

    private const double MostPx = 20_000, MostS = 86_400;
    private static readonly ImmutableArray<string> File = ["qyran_count*", "clip*", "how*", "lines*"];
    private static readonly ImmutableArray<string> Line = ["id*", "y*", "from_x*", "to_x*", "going*", "passes_s*"];
    private static readonly ImmutableSortedDictionary<string, bool> Ways = ImmutableSortedDictionary<string, bool>.Empty.Add("down", true).Add("up", false);

    /// <summary>Returns the file, or null and at least one error naming line and field. Pure.</summary>
    public static CountFile? Read(ReadOnlySpan<byte> yaml, out ImmutableArray<SceneError> errors)
    {
        var found = new List<SceneError>();
        CountFile? read = null;
        if (SceneYaml.Parse(yaml, found) is { } root)
        {
            var file = new SceneGroup(root, "", File, found);
            if (file.Whole("qyran_count", 1, 1_000_000) is { } version && version != Version) file.Wrong("qyran_count", $"is {version}; this program reads version {Version}");
            var clip = file.Text("clip", 100) ?? "";
            if (clip.AsSpan().IndexOfAny('/', '\\') >= 0) file.Wrong("clip", "is a path; a name without folders is wanted");
            read = new(clip, file.Text("how", 2000) ?? "", [.. file.Groups("lines", Line).Select(One)]);
        }
        errors = [.. found.OrderBy(e => e.Line)];
        return errors.IsEmpty ? read : null;
    }

    private static CountedLine One(SceneGroup line) => new(line.Text("id", 100) ?? "", line.Number("y", 0, MostPx) ?? 0, line.Number("from_x", 0, MostPx) ?? 0,
        line.Number("to_x", 0, MostPx) ?? 0, line.Choice("going", Ways) ?? false, Passes(line));

    private static ImmutableArray<double> Passes(SceneGroup line)
    {
        var passes = ImmutableArray.CreateBuilder<double>();
        if (line.Node("passes_s") is not SceneNode.Row row)
        {
            if (line.Node("passes_s") is not null) line.Wrong("passes_s", "is no list; times such as [1.5, 4.2] are wanted");
            return [];
        }
        foreach (var item in row.Items)
        {
            if (item is SceneNode.Scalar { Quoted: false } s && double.TryParse(s.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at) && at <= MostS) passes.Add(at);
            else line.Errors.Add(new(item.Line, line.Named("passes_s"), $"holds {item.Kind}; a time in seconds such as 4.2 is wanted"));
        }
        passes.Sort();
        return passes.DrainToImmutable();
    }
}
