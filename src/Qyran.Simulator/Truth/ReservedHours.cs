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
        if (!weekends && (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)) return false;
        var minute = local.TimeOfDay.TotalMinutes;
        return from < until ? minute >= from && minute < until : minute >= from || minute < until;
    }
}
