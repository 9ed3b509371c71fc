using System.Collections.Immutable;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Rules;

/// <summary>Settings of the speeding rule; in a scene file by the names of <see cref="Known"/>.</summary>
public sealed record SpeedingSettings(Speed Tolerance, Speed Implausible)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("tolerance_kmh", 0, 0, 50, "the law's tolerance above the limit; the measuring error is taken off besides"),
        new("implausible_kmh", 250, 50, 400, "a higher reading is taken for a fault of the measuring"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static SpeedingSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new(Speed.FromKmh(v["tolerance_kmh"]), Speed.FromKmh(v["implausible_kmh"]));
    }
}
