using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Settings of the forbidden-turn rule; in a scene file by the names of <see cref="Known"/>. From which lanes a line may not be crossed is said by its <c>lanes</c>.</summary>
public sealed record ForbiddenTurnSettings(long LeastUs, double EdgeShare, double MarginShare)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("min_ms", 600, 200, 60_000, "how long it must have been in the lane it came in"),
        new("edge_box_percent", 20, 0, 100, "how far inside that lane the contact must be, of the box's width; nearer may be the next lane's vehicle"),
        new("margin_box_percent", 20, 10, 100, "how far the contact must be on either side of the line, of the box's shorter side"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static ForbiddenTurnSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new(v.Us("min_ms"), v.Share("edge_box_percent"), v.Share("margin_box_percent"));
    }
}
