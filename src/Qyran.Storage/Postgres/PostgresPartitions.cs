using System.Collections.Concurrent;
using System.Globalization;

namespace Qyran.Storage.Postgres;

/// <summary>One partition a month for passages and readings, made before it is needed: this month and the next two, and whichever month a row belongs to.</summary>
internal sealed class PostgresPartitions(PostgresDatabase database, TimeProvider clock)
{
    private readonly ConcurrentDictionary<int, bool> known = new();

    /// <param name="firstSeenUs">Instants of the passages about to be stored.</param>
    public async Task Ensure(IEnumerable<long> firstSeenUs, CancellationToken stop)
    {
        var now = Month(clock.GetUtcNow());
        var missing = firstSeenUs.Select(us => Month(DateTimeOffset.UnixEpoch.AddTicks(us * 10))).Concat([now, now + 1, now + 2])
            .Distinct().Where(m => !known.ContainsKey(m)).Order().ToArray();
        if (missing.Length == 0) return;
        await database.ChangeTables(async c =>
        {
            foreach (var month in missing)
                foreach (var table in (string[])["passage", "reading"])
                    await c.Run(string.Create(CultureInfo.InvariantCulture,
                        $"create table if not exists {table}_{month / 12:0000}_{month % 12 + 1:00} partition of {table} for values from ({Start(month)}) to ({Start(month + 1)})"));
        }, stop);
        foreach (var month in missing) known[month] = true;
    }

    /// <summary>Months since the year 0.</summary>
    private static int Month(DateTimeOffset at) => at.UtcDateTime.Year * 12 + at.UtcDateTime.Month - 1;

    private static long Start(int month) =>
        PassageKey.From((new DateTimeOffset(month / 12, month % 12 + 1, 1, 0, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / 10);
}
