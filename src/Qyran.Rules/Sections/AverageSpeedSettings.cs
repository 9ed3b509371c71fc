using System.Collections.Immutable;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Rules.Sections;

/// <summary>Settings of the average-speed rule.</summary>
/// <param name="Tolerance">The law's tolerance above every limit.</param>
/// <param name="ClockErrorUs">Largest error of either camera's clock against UTC, µs: what the cameras' time audit or protocol vouches for.</param>
/// <param name="Implausible">A higher average is taken for two vehicles with one plate, or a clock gone wrong.</param>
/// <param name="AlikeToo">Whether a limit of a class holds for whoever is taken for that class: only where a person checks the class.</param>
public sealed record AverageSpeedSettings(Speed Tolerance, long ClockErrorUs, Speed Implausible, bool AlikeToo)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("tolerance_kmh", 0, 0, 50, "the law's tolerance above every limit; the measuring errors are taken off besides"),
        new("clock_error_ms", 100, 1, 60_000, "largest error of either camera's clock; both count in full"),
        new("implausible_kmh", 250, 50, 400, "a higher average is taken for two vehicles with one plate, or a clock gone wrong"),
        new("alike_too", 0, 0, 1, "1: a limit of a class holds for whoever is taken for that class, and a person checks the class; 0: of classes that look alike the highest limit holds"),
    ];

    /// <summary>Throws on a setting out of bounds.</summary>
    public static AverageSpeedSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new(Speed.FromKmh(v["tolerance_kmh"]), v.Us("clock_error_ms"), Speed.FromKmh(v["implausible_kmh"]), v["alike_too"] >= 1);
    }
}
