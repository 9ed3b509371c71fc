using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Settings of the no-driving rule; in a scene file by the names of <see cref="Known"/>.</summary>
public sealed record NoDrivingSettings(double LeastMetres, double LeastPictureShare, long LeastUs, double EdgeShare)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("min_metres", 15, 3, 500, "with a survey: way inside the zone that counts; less may be a swerve or pulling up"),
        new("min_picture_percent", 15, 3, 100, "without a survey: the same, of the picture's diagonal"),
        new("min_ms", 1000, 200, 60_000, "and for at least this long"),
        new("edge_box_percent", 20, 0, 100, "how far inside the zone the contact must be, of the box's width; nearer may be the lane beside it"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static NoDrivingSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new((double)v["min_metres"], v.Share("min_picture_percent"), v.Us("min_ms"), v.Share("edge_box_percent"));
    }
}
