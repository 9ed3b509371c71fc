using System.Collections.Immutable;
using Qyran.Domain.Plates;
using Qyran.Domain.Scenes;
using Qyran.Rules.Sections;

namespace Qyran.Rules.Exemptions;

/// <summary>Reads a list of exemptions (YAML, described in docs/howto/exemptions.md). Pure: bytes in, the list or every error out.</summary>
public static class ExemptionFile
{
    /// <summary>The version of the format that is read.</summary>
    public const int Version = 1;

    /// <summary>A larger file is refused.</summary>
    public const int MostBytes = 10_000_000;

    /// <summary>A longer list is refused.</summary>
    public const int MostEntries = 100_000;

    private const int MostErrors = 200;
    private static readonly ImmutableArray<string> Keys = ["qyran_exemptions*", "exemptions*"];
    private static readonly ImmutableArray<string> Entry = ["plate*", "rules", "from", "until", "basis*", "approved_by*"];
    private static readonly ImmutableArray<string> Known = [.. RuleBook.Rules.Select(r => r.Id), AverageSpeed.Rule];

    /// <summary>Returns the list, or null and at least one error naming line and field, in file order.</summary>
    public static ExemptionList? Read(ReadOnlySpan<byte> yaml, out ImmutableArray<SceneError> errors)
    {
        var found = new List<SceneError>();
        ExemptionList? list = null;
        if (SceneYaml.Parse(yaml, found, MostBytes, "qyran_exemptions: 1") is { } root) list = Read(new SceneGroup(root, "", Keys, found));
        errors = [.. found.OrderBy(e => e.Line).Take(MostErrors)];
        return errors.IsEmpty ? list : null;
    }

    private static ExemptionList Read(SceneGroup file)
    {
        if (file.Whole("qyran_exemptions", 1, 1_000_000) is { } version && version != Version)
            file.Wrong("qyran_exemptions", $"is {version}; this program reads version {Version}");
        return new([.. file.Groups("exemptions", Entry, most: MostEntries).Select(One).OfType<Exemption>()]);
    }

    private static Exemption? One(SceneGroup group)
    {
        var (plate, rules) = (Plate(group), RulesOf(group));
        var (from, until) = (group.Time("from"), group.Time("until"));
        if (from is { } f && until is { } u && u <= f) group.Wrong("until", "is not after from");
        var (basis, approvedBy) = (group.Text("basis"), group.Text("approved_by"));
        return plate is null || basis is null || approvedBy is null ? null : new(plate, rules, from, until, basis, approvedBy);
    }

    /// <summary>The errors do not repeat what was written: they go further than the list may.</summary>
    private static string? Plate(SceneGroup group)
    {
        if (group.Text("plate") is not { } text) return null;
        // a search would take them for any sign; left out, another plate would be exempt
        var plate = PlateForm.Normalise(text, "*?");
        if (plate.AsSpan().ContainsAny('*', '?')) return group.Wrong("plate", "has * or ?; an exemption is for one plate");
        // such an entry would never hold, and nobody would know
        if (!plate.All(char.IsAsciiLetterOrDigit)) return group.Wrong("plate", "has a sign that cameras here never read: they read A to Z and 0 to 9 (leave a province sign out)");
        return plate.Length is >= PlateForm.FewestRead and <= PlateForm.MostRead ? plate
            : group.Wrong("plate", $"has {plate.Length} letters and digits; plates that cameras here read have {PlateForm.FewestRead} to {PlateForm.MostRead}");
    }

    private static ImmutableArray<string> RulesOf(SceneGroup group)
    {
        var named = group.Names("rules");
        if (group.Node("rules") is SceneNode.Row { Items.Count: 0 }) group.Wrong("rules", "names no rule; leave it out for all of them");
        foreach (var rule in named)
            if (!Known.Contains(rule)) group.Wrong("rules", $"there is no rule '{rule}'{NearestName.Hint(rule, Known)}");
        return named;
    }
}
