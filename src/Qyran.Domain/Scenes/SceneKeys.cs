using System.Collections.Immutable;

namespace Qyran.Domain.Scenes;

/// <summary>Every key a scene file may hold, by part; a trailing <c>*</c> marks a required one. A test holds the JSON Schema to this list.</summary>
internal static class SceneKeys
{
    public static readonly ImmutableArray<string> File =
        ["qyran_scene*", "name*", "camera*", "lens", "survey", "lanes", "lines", "zones", "signals", "limits", "rules"];
    public static readonly ImmutableArray<string> Camera = ["id*", "width*", "height*", "site", "height_m", "clock", "verification"];
    public static readonly ImmutableArray<string> Verification = ["certificate*", "authority*", "valid_from", "valid_until*"];
    public static readonly ImmutableArray<string> Lens = ["fx*", "fy*", "cx*", "cy*", "k1", "k2", "p1", "p2", "k3"];
    public static readonly ImmutableArray<string> Survey = ["id*", "basis*", "surveyed_at", "valid_until", "scale_error_percent", "points", "lengths"];
    public static readonly ImmutableArray<string> SurveyPoint = ["image*", "road*", "image_error_px", "road_error_m"];
    public static readonly ImmutableArray<string> SurveyLength = ["from*", "to*", "metres*", "along", "image_error_px", "error_m"];
    public static readonly ImmutableArray<string> Lane = ["id*", "area*", "direction", "only"];
    public static readonly ImmutableArray<string> Line = ["id*", "kind*", "points*", "lanes", "signal"];
    public static readonly ImmutableArray<string> Zone = ["id*", "kind*", "area*"];
    public static readonly ImmutableArray<string> Signal = ["id*", "red*", "yellow", "green*", "arrow_left", "arrow_straight", "arrow_right"];
    public static readonly ImmutableArray<string> Limit = ["kmh*", "basis*", "lanes", "classes", "approved_by", "from", "until"];

    /// <summary>Beside these a rule takes the settings the rule book lists for it.</summary>
    public static readonly ImmutableArray<string> Rule = ["rule*", "offence", "basis", "approved_by"];

    /// <summary>The parts by the names the schema uses.</summary>
    public static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Parts = new Dictionary<string, ImmutableArray<string>>
    {
        ["camera"] = Camera, ["verification"] = Verification, ["lens"] = Lens, ["survey"] = Survey, ["survey_point"] = SurveyPoint, ["survey_length"] = SurveyLength,
        ["lane"] = Lane, ["line"] = Line, ["zone"] = Zone, ["signal"] = Signal, ["limit"] = Limit,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
