using System.Collections.Immutable;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Rules;

/// <summary>Settings of the speeding rule; in a scene file by the names of <see cref="Known"/>.</summary>
/// <param name="AlikeToo">Whether a limit of a class holds for whoever is taken for that class: only where a person checks the class.</param>
public sealed record SpeedingSettings(Speed Tolerance, Speed Implausible, bool AlikeToo)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("tolerance_kmh", 0, 0, 50, "the law's tolerance above the limit; the measurement's margin is taken off besides"),
        new("implausible_kmh", 250, 50, 400, "a higher reading is taken for a fault of the measuring"),
        new("alike_too", 0, 0, 1, "1: a limit of a class holds for whoever is taken for that class, and a person checks the class; 0: of classes that look alike the highest limit holds"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static SpeedingSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new(Speed.FromKmh(v["tolerance_kmh"]), Speed.FromKmh(v["implausible_kmh"]), v["alike_too"] >= 1);
    }
}
