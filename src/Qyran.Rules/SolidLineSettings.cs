using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Settings of the solid-line rule; in a scene file by the names of <see cref="Known"/>.</summary>
public sealed record SolidLineSettings(double MarginShare, double EndShare)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("margin_box_percent", 20, 10, 100, "how far the contact must be on either side, of the box's shorter side, with a survey as far on the road; with its middle over the line half of the vehicle is"),
        new("end_box_percent", 75, 0, 500, "crossings nearer than this to an end of the line do not count, of the vehicle's length with a survey, of the box's longer side without"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static SolidLineSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new(v.Share("margin_box_percent"), v.Share("end_box_percent"));
    }
}
