using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Settings of the bus-lane rule; in a scene file by the names of <see cref="Known"/>. Who may use a lane is said by its <c>only</c>.</summary>
/// <param name="FromMinute">Minute of the local day from which the lane is reserved, and</param>
/// <param name="UntilMinute">until which; before it: over midnight. 0 and 1440: all day.</param>
/// <param name="Weekends">Whether it is reserved on Saturdays and Sundays too. Public holidays are not known: a person has to look.</param>
/// <param name="UtcOffset">Of the local time the two are given in, all year round; null: nobody said.</param>
/// <param name="AlikeToo">Whether classes that look like a permitted one are judged: only where a person checks the class.</param>
public sealed record BusLaneSettings(
    double LeastMetres, double LeastPictureShare, long LeastUs, double EdgeShare, int FromMinute, int UntilMinute, bool Weekends, TimeSpan? UtcOffset, bool AlikeToo)
{
    public static readonly ImmutableArray<SettingBounds> Known =
    [
        new("min_metres", 15, 3, 500, "with a survey: way inside the lane that counts; less may be a swerve or a crossing"),
        new("min_picture_percent", 15, 3, 100, "without a survey: the same, of the picture's diagonal"),
        new("min_ms", 1000, 200, 60_000, "and for at least this long"),
        new("edge_box_percent", 20, 0, 100, "how far inside the lane the contact must be, of the box's width; nearer may be the next lane's vehicle"),
        new("from_min", 0, 0, 1439, "minute of the local day from which the lane is reserved"),
        new("until_min", 1440, 1, 1440, "minute of the local day until which it is; before from_min: over midnight"),
        new("weekends", 1, 0, 1, "1: on Saturdays and Sundays too; 0: Monday to Friday only, public holidays among them"),
        new("utc_offset_min", 0, -840, 840, "local time less UTC, minutes, the same all year; needed where hours or weekends are given"),
        new("alike_too", 0, 0, 1, "1: classes that look like a permitted one are judged too, and a person checks the class; 0: doubted"),
    ];

    /// <summary>Throws on a setting that the rule book would have refused.</summary>
    public static BusLaneSettings From(RuleSetting setting)
    {
        var v = new SettingValues(setting, Known);
        return new((double)v["min_metres"], v.Share("min_picture_percent"), v.Us("min_ms"), v.Share("edge_box_percent"), (int)v["from_min"], (int)v["until_min"],
            v["weekends"] >= 1, setting.Values.ContainsKey("utc_offset_min") ? TimeSpan.FromMinutes((double)v["utc_offset_min"]) : null, v["alike_too"] >= 1);
    }

    /// <summary>Hours without the place's time zone would be taken for hours of UTC, and from one minute until the same may mean all day or never; null where nothing is missing.</summary>
    public static string? Lacking(RuleSetting setting) => From(setting) switch
    {
        var set when set.FromMinute == set.UntilMinute => "from_min and until_min that differ (0 and 1440: all day)",
        { Always: false, UtcOffset: null } => "utc_offset_min: local time less UTC in minutes (300 for UTC+5), as its hours or weekends are given",
        _ => null,
    };

    /// <summary>Reserved at every hour of every day.</summary>
    public bool Always => Weekends && FromMinute == 0 && UntilMinute == 1440;

    /// <param name="local">In local time.</param>
    public bool HoldsAt(DateTimeOffset local)
    {
        var minute = local.TimeOfDay.TotalMinutes;
        if (FromMinute <= UntilMinute) return minute >= FromMinute && minute < UntilMinute && (Weekends || IsWorkday(local));
        // a night belongs to the day on which it began, or to that of the calendar: nobody said which, so both must be workdays
        var night = minute < UntilMinute;
        return (night || minute >= FromMinute) && (Weekends || (IsWorkday(local) && (!night || IsWorkday(local.AddDays(-1)))));
    }

    private static bool IsWorkday(DateTimeOffset local) => local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
