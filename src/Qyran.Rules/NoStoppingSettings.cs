using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Settings of the no-stopping rule; in a scene file by the names of <see cref="Known"/>.</summary>
public sealed record NoStoppingSettings(long AllowedUs, bool RedExcuses, long AfterRedUs, double EdgeShare)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("allowed_s", 30, 3, 86_400, "standing still for longer than this is stopping; less is traffic"),
        new("red_excuses", 1, 0, 1, "1: time while the lane's signal was not green does not count; 0: it does"),
        new("after_red_s", 20, 0, 300, "how long after the signal turned green a queue may still stand"),
        new("edge_box_percent", 20, 0, 100, "how far inside the zone the contact must be, of the box's width; nearer it may stand beside the zone"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static NoStoppingSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new((long)(v["allowed_s"] * 1_000_000m), v["red_excuses"] >= 1, (long)(v["after_red_s"] * 1_000_000m), v.Share("edge_box_percent"));
    }
}
