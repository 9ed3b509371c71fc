namespace Qyran.Simulator;

/// <summary>When a bus lane is reserved, by the scene's settings of its rule.</summary>
internal sealed class ReservedHours(RuleValues values)
{
    private readonly int from = (int)values["bus-lane", "from_min"], until = (int)values["bus-lane", "until_min"];
    private readonly bool weekends = values.Yes("bus-lane", "weekends");
    private readonly TimeSpan utcOffset = TimeSpan.FromMinutes((double)decimal.Round(values["bus-lane", "utc_offset_min"]));

    public bool HoldAt(DateTimeOffset utc)
    {
        var local = utc.ToOffset(utcOffset);
        var minute = local.TimeOfDay.TotalMinutes;
        var night = from > until && minute < until; // began on the day before; both must be workdays then
        return (from <= until ? minute >= from && minute < until : night || minute >= from) && (weekends || (IsWorkday(local) && (!night || IsWorkday(local.AddDays(-1)))));
    }

    private static bool IsWorkday(DateTimeOffset local) => local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
