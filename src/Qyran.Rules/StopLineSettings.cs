using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Settings of the stop-line rule; in a scene file by the names of <see cref="Known"/>.</summary>
public sealed record StopLineSettings(long GraceUs, long DwellUs, bool RedYellow, double LeastConfidence, double PastBoxShare, bool BesideRedLight)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("grace_ms", 500, 0, 10_000, "red must have been shown longer than this when the line is crossed"),
        new("dwell_ms", 2000, 1000, 60_000, "it must stand this long behind the line while red is shown"),
        new("red_yellow", 1, 0, 1, "1: red with yellow still forbids; 0: it does not"),
        new("min_confidence_percent", 50, 0, 100, "a signal state read less surely counts as unknown"),
        new("past_box_percent", 10, 10, 200, "how far behind the line its contact must be, of the box's shorter side; seen from behind all of the vehicle is"),
        new("beside_red_light", 0, 0, 1, "1: also where the same passage is a red-light case; 0: that one case only"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static StopLineSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new(v.Us("grace_ms"), v.Us("dwell_ms"), v["red_yellow"] >= 1, v.Share("min_confidence_percent"),
            v.Share("past_box_percent"), v["beside_red_light"] >= 1);
    }
}
