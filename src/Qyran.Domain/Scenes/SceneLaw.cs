using System.Collections.Immutable;
using Qyran.Domain.Units;

namespace Qyran.Domain.Scenes;

/// <summary>Reads the legal part of a scene file: limits with their source, and the rules switched on.</summary>
internal static class SceneLaw
{
    public static ImmutableArray<SpeedLimit> Limits(SceneGroup file)
    {
        var lanes = SceneRoad.Defined(file, "lanes");
        var limits = new List<(SpeedLimit Limit, SceneGroup Group)>();
        foreach (var group in file.Groups("limits", SceneKeys.Limit))
        {
            var (kmh, basis, by) = (group.Decimal("kmh"), group.Text("basis"), group.Text("approved_by"));
            if (kmh is < 1 or > 300) kmh = Dropped(group, "kmh", "must be from 1 to 300");
            var (held, classes) = (SceneRoad.KnownLanes(group, lanes), group.Classes("classes"));
            var (from, until) = (group.Time("from"), group.Time("until"));
            if (from is { } f && until is { } u && u <= f) group.Wrong("until", "is not after from");
            if (kmh is { } limit && basis is not null)
                limits.Add((new(Speed.FromKmh(limit), held, classes, basis, by, from, until), group));
        }
        for (var i = 0; i < limits.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (LimitScope.Unclear(limits[i].Limit, limits[j].Limit))
                    limits[i].Group.Errors.Add(new(limits[i].Group.Line, limits[i].Group.Path,
                        $"and {limits[j].Group.Path} (line {limits[j].Group.Line}) hold for the same lane, class and time and neither is the more special one; "
                        + "part them by lanes, classes or from and until"));
            }
        }
        return [.. limits.Select(l => l.Limit)];
    }

    public static ImmutableArray<RuleSetting> Rules(SceneGroup file, IReadOnlyDictionary<string, ImmutableArray<string>> known)
    {
        var rules = new Dictionary<string, (int Line, RuleSetting Rule)>(StringComparer.Ordinal);
        foreach (var group in file.Groups("rules", SceneKeys.Rule, open: true))
        {
            if (group.Text("rule") is not { } rule) continue;
            if (!known.TryGetValue(rule, out var names))
            {
                group.Wrong("rule", $"names the unknown rule '{rule}'{NearestName.Hint(rule, known.Keys.Order(StringComparer.Ordinal))}");
                continue;
            }
            var values = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
            foreach (var key in group.Keys.Where(k => k is not ("rule" or "offence" or "basis" or "approved_by")))
            {
                if (!names.Contains(key))
                    group.Wrong(key, $"is no setting of the rule {rule}{NearestName.Hint(key, [.. names, "offence", "basis", "approved_by"])}");
                else if (group.Decimal(key) is { } value)
                    values[key] = value;
            }
            var set = new RuleSetting(rule, group.Text("offence"), values.ToImmutable()) { Basis = group.Text("basis"), ApprovedBy = group.Text("approved_by") };
            if (!rules.TryAdd(rule, (group.Line, set)))
                group.Wrong("rule", $"'{rule}' is switched on already, see line {rules[rule].Line}");
        }
        return [.. rules.Values.OrderBy(r => r.Line).Select(r => r.Rule)];
    }

    private static decimal? Dropped(SceneGroup group, string key, string text)
    {
        group.Wrong(key, text);
        return null;
    }
}
