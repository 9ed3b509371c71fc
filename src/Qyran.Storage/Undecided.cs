using System.Collections.Immutable;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>How many passages the rules left undecided and why, by camera and hour. Counts alone: which passages they were is not kept.</summary>
public sealed class Undecided
{
    /// <summary>Different reasons of a camera and UTC day; a further one is counted as <see cref="Other"/>, so that no sentence with something ever new in it fills the table.</summary>
    public const int MostReasons = 100;

    public const string Other = "other";

    private const int DayHours = 24;
    private readonly IDatabase database;

    internal Undecided(IDatabase database) => this.database = database;

    /// <summary>Adds to what is counted already: all of it, or nothing where the call throws. Made again it counts again.</summary>
    public Task Add(IReadOnlyCollection<UndecidedRow> counts, CancellationToken stop = default) => database.Write(async c =>
    {
        // in one order, so that two servers on one database never wait for each other crosswise
        foreach (var day in counts.GroupBy(r => (r.CameraId, Day: r.Hour / DayHours)).OrderBy(g => g.Key.CameraId, StringComparer.Ordinal).ThenBy(g => g.Key.Day))
        {
            var known = (await c.Rows("select distinct reason from undecided where camera_id = @camera and hour >= @from and hour < @until and reason <> @other", r => r.GetString(0),
                ("camera", day.Key.CameraId), ("from", day.Key.Day * DayHours), ("until", (day.Key.Day + 1) * DayHours), ("other", Other))).ToHashSet(StringComparer.Ordinal);
            foreach (var row in day.OrderBy(r => r.Hour).ThenBy(r => r.Rule, StringComparer.Ordinal).ThenBy(r => r.Reason, StringComparer.Ordinal))
            {
                var reason = known.Contains(row.Reason) || (known.Count < MostReasons && known.Add(row.Reason)) ? row.Reason : Other;
                await c.Run("""
                    insert into undecided (camera_id, hour, rule, reason, passages) values (@camera, @hour, @rule, @reason, @passages)
                    on conflict (camera_id, hour, rule, reason) do update set passages = undecided.passages + excluded.passages
                    """, ("camera", row.CameraId), ("hour", row.Hour), ("rule", row.Rule), ("reason", reason), ("passages", row.Passages));
            }
        }
        return counts.Count;
    }, stop);

    /// <summary>Of a camera from an hour on, by rule and reason; the commonest first.</summary>
    /// <param name="fromHour">Hours UTC since 1970.</param>
    public Task<ImmutableArray<UndecidedCount>> Of(string cameraId, long fromHour, CancellationToken stop = default) => database.Read(c => c.Rows("""
        select rule, reason, cast(sum(passages) as bigint) from undecided where camera_id = @camera and hour >= @from
        group by rule, reason order by 3 desc, rule, reason
        """, r => new UndecidedCount(r.GetString(0), r.GetString(1), r.GetInt64(2)), ("camera", cameraId), ("from", fromHour)), stop);
}
