using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>Every key a scenario file may hold, by part; a trailing <c>*</c> marks a required one.</summary>
internal static class ScenarioKeys
{
    public static readonly ImmutableArray<string> File =
        ["qyran_scenario*", "name*", "seed", "seconds*", "warmup_s", "start", "cameras*", "light", "weather", "picture", "faults", "surroundings", "uneven_m", "survey",
         "roads*", "lanes", "ways", "markings", "lines", "zones", "signals", "flows", "cast", "people", "sections", "plates", "limits", "rules"];
    public static readonly ImmutableArray<string> Camera =
        ["id*", "site", "width", "height", "fps", "at*", "height_m*", "pan_deg", "tilt_deg*", "roll_deg", "focal_px*", "k1", "k2", "p1", "p2", "k3", "exposure_ms"];
    public static readonly ImmutableArray<string> Light = ["time", "sun_azimuth_deg", "sun_elevation_deg", "clouds"];
    public static readonly ImmutableArray<string> Weather = ["kind", "strength", "sight_m"];
    public static readonly ImmutableArray<string> Picture = ["noise", "vignette", "glare", "dirt", "shake_px", "turn_deg_per_minute", "crf", "kbps"];
    public static readonly ImmutableArray<string> Faults =
        ["declared_fps", "drop_percent", "duplicate_percent", "late_percent", "late_ms", "clock_step_at_s", "clock_step_ms"];
    public static readonly ImmutableArray<string> Surroundings = ["style", "buildings", "trees", "lamps"];
    public static readonly ImmutableArray<string> Survey = ["click_px*", "tape_m*"];
    public static readonly ImmutableArray<string> Road = ["id*", "line*", "width_m*", "pavement_m"];
    public static readonly ImmutableArray<string> Lane = ["id*", "path*", "width_m", "kmh*", "only", "left", "right", "no_change_m"];
    public static readonly ImmutableArray<string> Way = ["from*", "to*", "share", "kmh", "yields"];
    public static readonly ImmutableArray<string> Marking = ["kind*", "points*", "width_m", "dash_m", "gap_m"];
    public static readonly ImmutableArray<string> Line = ["id*", "kind*", "points*", "lanes", "signal", "painted"];
    public static readonly ImmutableArray<string> Zone = ["id*", "kind*", "area*"];
    public static readonly ImmutableArray<string> Signal =
        ["id*", "at*", "height_m", "facing_deg*", "pole", "green_s*", "blink_s", "yellow_s", "red_s*", "red_yellow_s", "offset_s", "for_people", "arrows"];
    public static readonly ImmutableArray<string> Arrow = ["way*", "from_s*", "lit_s*", "blink_s"];
    public static readonly ImmutableArray<string> Flow = ["lane*", "per_hour*", "from_s", "until_s", "mix"];
    public static readonly ImmutableArray<string> Cast = ["at_s*", "lane*", "class", "does*", "kmh", "from_m", "to_m", "shift_m", "for_s", "via", "plate", "country"];
    public static readonly ImmutableArray<string> People = ["path", "area", "per_minute", "count", "signal", "spread_m"];
    public static readonly ImmutableArray<string> Section = ["from_line*", "to_line*", "kmh*"];
}
