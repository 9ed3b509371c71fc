using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Settings of the red-light rule; in a scene file by the names of <see cref="Known"/>.</summary>
public sealed record RedLightSettings(
    long GraceUs, bool RedYellow, double LeastConfidence, double MarginShare, double OnMetres, double OnBoxShare)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("grace_ms", 500, 0, 10_000, "red must have been shown longer than this when the line is crossed"),
        new("red_yellow", 1, 0, 1, "1: red with yellow still forbids; 0: it does not"),
        new("min_confidence_percent", 50, 0, 100, "a signal state read less surely counts as unknown"),
        new("margin_box_percent", 15, 5, 100, "how far the contact must be before and behind the line, of the box's shorter side"),
        new("on_metres", 3, 0.5m, 100, "with a survey: driving on means this far behind the line"),
        new("on_box_percent", 100, 20, 1000, "without a survey: the same in lengths of the box; an entry line replaces both"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static RedLightSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new(v.Us("grace_ms"), v["red_yellow"] >= 1, v.Share("min_confidence_percent"), v.Share("margin_box_percent"),
            (double)v["on_metres"], v.Share("on_box_percent"));
    }
}
