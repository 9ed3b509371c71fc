using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>A rule's settings of a scene, checked against what the rule takes.</summary>
internal sealed class SettingValues
{
    private readonly RuleSetting setting;
    private readonly ImmutableArray<SettingBounds> known;

    /// <summary>Throws when <see cref="Faults"/> finds any: the rule book checks a scene before the first passage.</summary>
    public SettingValues(RuleSetting setting, ImmutableArray<SettingBounds> known)
    {
        (this.setting, this.known) = (setting, known);
        if (Faults(setting, known).FirstOrDefault() is { } fault) throw new ArgumentException(fault, nameof(setting));
    }

    /// <summary>The value given, or the default.</summary>
    public decimal this[string name] =>
        setting.Values.TryGetValue(name, out var given) ? given : known.First(k => k.Name == name).Default;

    public long Us(string nameMs) => (long)(this[nameMs] * 1000m);

    /// <summary>A share from a setting in percent.</summary>
    public double Share(string name) => (double)this[name] / 100.0;

    /// <summary>Every setting that is unknown or out of bounds, as a sentence.</summary>
    public static IEnumerable<string> Faults(RuleSetting setting, ImmutableArray<SettingBounds> known)
    {
        foreach (var (name, value) in setting.Values)
        {
            if (known.FirstOrDefault(k => k.Name == name) is not { } bounds)
                yield return $"the rule {setting.Rule} has no setting {name}{NearestName.Hint(name, known.Select(k => k.Name))}";
            else if (value < bounds.Least || value > bounds.Most)
                yield return string.Create(CultureInfo.InvariantCulture, $"the rule {setting.Rule} takes {name} from {bounds.Least} to {bounds.Most}, not {value}");
        }
    }
}
