using System.Diagnostics;
using System.Globalization;
using Qyran.Storage.Traffic;

namespace Qyran.StorageBench;

/// <summary>How long the traffic page's counts take, by the length of the span and by how much of the city is asked for.</summary>
internal static class Counting
{
    private const long DayUs = 24L * 3600 * 1_000_000;

    public static async Task<int> Run(string where)
    {
        await using var store = await Opened.At(where);
        var dice = new Random(13);
        Console.WriteLine("| counted | vehicles | by hour and camera or lane p50 / worst ms | hours of the week ms | speeds ms | ways ms |\n|---|---|---|---|---|---|");
        foreach (var (name, days, cameras, sites) in ((string, int, int, int)[])[("a camera, a day", 1, 1, 0), ("a camera, a month", 30, 1, 0), ("a camera, a year", 365, 1, 0), ("all, a day", 1, 0, 0), ("all, a week", 7, 0, 0), ("20 sites, a month", 30, 0, 20), ("all, a month", 30, 0, 0), ("all, a year", 365, 0, 0)])
        {
            var times = new[] { new List<double>(), [], [], [] };
            long vehicles = 0;
            for (var i = -1; i < 7; i++)
            {
                var from = City.StartUs + dice.Next(366 - days) * DayUs;
                var ask = new TrafficQuery(from, from + days * DayUs, days > 3 ? DayUs : DayUs / 24, 5 * DayUs / 24,
                    cameras == 0 ? [] : ["c" + dice.Next(City.Cameras)], sites == 0 ? null : [.. Enumerable.Range(0, sites).Select(s => "s" + s)]);
                var start = Stopwatch.GetTimestamp();
                vehicles = (await store.Traffic.Flow(ask, cameras == 1)).Sum(f => f.Count);
                var flow = Stopwatch.GetElapsedTime(start);
                await store.Traffic.Week(ask);
                var week = Stopwatch.GetElapsedTime(start);
                await store.Traffic.Speeds(ask);
                var speeds = Stopwatch.GetElapsedTime(start);
                if (cameras == 1) await store.Traffic.Trails(ask); // of one camera's picture
                if (i < 0) continue; // to warm up
                times[0].Add(flow.TotalMilliseconds);
                times[1].Add((week - flow).TotalMilliseconds);
                times[2].Add((speeds - week).TotalMilliseconds);
                times[3].Add((Stopwatch.GetElapsedTime(start) - speeds).TotalMilliseconds);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {vehicles} | {string.Join(" | ", times.Select(t => $"{t.Order().ElementAt(3):0.0} / {t.Max():0.0}"))} |"));
        }
        return 0;
    }
}
