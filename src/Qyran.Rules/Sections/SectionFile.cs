using System.Collections.Immutable;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Rules.Sections;

/// <summary>Reads a section file (YAML, described in docs/howto/section-speed.md). Pure: bytes in, a section or every error out.</summary>
public static class SectionFile
{
    /// <summary>The version of the format that is read.</summary>
    public const int Version = 1;

    private const int MostErrors = 200;
    private static readonly ImmutableArray<string> File =
        ["qyran_section*", "id*", "from*", "to*", "survey*", "parts*", "valid_from", "valid_until", "offence", .. AverageSpeedSettings.Known.Select(k => k.Name)];
    private static readonly ImmutableArray<string> Gate = ["camera*", "gate*"];
    private static readonly ImmutableArray<string> Part = ["length_m*", "error_m*", "limits*"];
    private static readonly ImmutableArray<string> Limit = ["kmh*", "basis*", "classes"];

    /// <summary>Returns the section, or null and at least one error naming line and field, in file order.</summary>
    /// <param name="isNew">As for <see cref="SceneFile.Read"/>.</param>
    public static WatchedSection? Read(ReadOnlySpan<byte> yaml, out ImmutableArray<SceneError> errors, bool isNew = false)
    {
        var found = new List<SceneError>();
        WatchedSection? section = null;
        if (SceneYaml.Parse(yaml, found, isNew: isNew) is { } root) section = Read(new SceneGroup(root, "", File, found));
        errors = [.. found.OrderBy(e => e.Line).Take(MostErrors)];
        return errors.IsEmpty ? section : null;
    }

    private static WatchedSection Read(SceneGroup file)
    {
        if (file.Whole("qyran_section", 1, 1_000_000) is { } version && version != Version)
            file.Wrong("qyran_section", $"is {version}; this program reads version {Version}");
        var (from, to) = (file.Group("from", Gate), file.Group("to", Gate));
        var (entry, exit) = (from?.Text("camera", 100) ?? "", to?.Text("camera", 100) ?? "");
        if (entry.Length > 0 && entry == exit) file.Wrong("to", $"names the camera '{exit}' too; a section has two");
        var parts = file.Groups("parts", Part).Select(One).ToImmutableArray();
        if (file.Node("parts") is SceneNode.Row { Items.Count: 0 }) file.Wrong("parts", "has no part");
        var (since, until) = (file.Time("valid_from"), file.Time("valid_until"));
        if (since is { } s && until is { } u && u <= s) file.Wrong("valid_until", "is not after valid_from");
        var section = new Section(file.Text("id", 100) ?? "", entry, exit, parts, file.Text("survey") ?? "", since, until);
        return new(section, from?.Text("gate", 100) ?? "", to?.Text("gate", 100) ?? "", new(AverageSpeed.Rule, file.Text("offence"), Settings(file)));
    }

    private static ImmutableArray<SectionPart> One(SceneGroup group)
    {
        // in the driver's favour: the way down, its error up
        var (metres, error) = (Millimetres(group, "length_m", decimal.Floor), Millimetres(group, "error_m", decimal.Ceiling));
        var limits = ImmutableArray.CreateBuilder<SectionPart>();
        foreach (var g in group.Groups("limits", Limit))
        {
            var kmh = g.Decimal("kmh");
            if (kmh is < 1 or > 300) g.Wrong("kmh", "must be from 1 to 300");
            else if (kmh is { } limit) limits.Add(new(metres, error, Speed.FromKmh(limit), g.Classes("classes"), g.Text("basis") ?? ""));
        }
        if (group.Node("limits") is SceneNode.Row { Items.Count: 0 }) group.Wrong("limits", "has no limit");
        return limits.DrainToImmutable();
    }

    private static long Millimetres(SceneGroup group, string key, Func<decimal, decimal> whole)
    {
        if (group.Decimal(key) is not { } metres) return 0;
        if (metres is >= 0 and <= 500_000) return (long)whole(metres * 1000);
        group.Wrong(key, "must be from 0 to 500000 metres");
        return 0;
    }

    private static ImmutableSortedDictionary<string, decimal> Settings(SceneGroup file)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (var known in AverageSpeedSettings.Known)
        {
            if (file.Decimal(known.Name) is not { } value) continue;
            if (value < known.Least || value > known.Most) file.Wrong(known.Name, FormattableString.Invariant($"must be from {known.Least} to {known.Most}"));
            else values[known.Name] = value;
        }
        return values.ToImmutable();
    }
}
