using System.Diagnostics;
using System.Globalization;
using Qyran.Domain.Plates;
using Qyran.Domain.Units;
using Qyran.Storage.Search;

namespace Qyran.StorageBench;

/// <summary>How long a page of 50 takes for every kind of question, each asked many times with other plates and times.</summary>
internal static class Searching
{
    private const int Times = 200;
    private const long DayUs = 24L * 3600 * 1_000_000;

    public static async Task<int> Run(string where)
    {
        await using var store = await Opened.At(where);
        var count = await store.Passages.Count();
        var city = (int)(count / 5);
        var dice = new Random(11);
        string Plate() => City.PlateOf((int)(Math.Pow(dice.NextDouble(), 3) * city));
        long Day() => City.StartUs + dice.Next(360) * DayUs;
        (string Name, Func<PassageQuery> Ask)[] kinds =
        [
            ("exact", () => new() { Plate = Of(Plate(), false) }),
            ("exact, look-alikes", () => new() { Plate = Of(Plate()) }),
            ("start `123AB*`", () => new() { Plate = Of(Plate()[..5] + "*") }),
            ("short start `12*`", () => new() { Plate = Of(Plate()[..2] + "*") }),
            ("one sign unknown `12?ABC01`", () => new() { Plate = Of(Plate().Remove(2, 1).Insert(2, "?")) }),
            ("end `*BC01`", () => new() { Plate = Of("*" + Plate()[4..]) }),
            ("middle `*3AB*`", () => new() { Plate = Of("*" + Plate()[2..5] + "*") }),
            ("one letter `*A*`", () => new() { Plate = Of("*" + Plate()[3] + "*") }),
            ("within one edit", () => new() { Plate = Of(City.Misread(Plate(), dice), edits: 1) }),
            ("within two edits", () => new() { Plate = Of(City.Misread(City.Misread(Plate(), dice), dice), edits: 2) }),
            ("two edits, one site, a month", () => { var day = Day(); return new() { Plate = Of(City.Misread(Plate(), dice), edits: 2), Sites = ["s7"], FromUs = day, UntilUs = day + 30 * DayUs }; }),
            ("a camera, an hour", () => { var day = Day(); return new() { Cameras = ["c7"], FromUs = day, UntilUs = day + DayUs / 24 }; }),
            ("a site, newest", () => new() { Sites = ["s" + dice.Next(City.Sites)] }),
            ("trucks over 90 km/h, a month", () => { var day = Day(); return new() { Classes = [Domain.Detections.RoadUser.Truck], SpeedFrom = Speed.FromKmh(90), FromUs = day, UntilUs = day + 30 * DayUs }; }),
            ("over 150 km/h, a year (nothing there)", () => new() { SpeedFrom = Speed.FromKmh(150) }),
        ];
        var load = Stopwatch.GetTimestamp();
        await store.Search.Find(new PassageQuery { Plate = Of(Plate(), edits: 2) });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} passages; the very first search with edits took {Stopwatch.GetElapsedTime(load).TotalSeconds:0.00} s\n\n| question | p50 ms | p95 ms | worst ms | CPU ms | hits of 50 |\n|---|---|---|---|---|---|"));
        foreach (var (name, ask) in kinds)
        {
            var times = new List<double>();
            long hits = 0;
            var (began, cpu) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
            for (var i = -5; i < Times && (i < 10 || Stopwatch.GetElapsedTime(began).TotalSeconds < 20); i++)
            {
                var query = ask();
                var start = Stopwatch.GetTimestamp();
                var (page, _) = await store.Search.Find(query);
                if (i < 0) // five to warm up
                {
                    cpu = Environment.CpuUsage.TotalTime;
                    continue;
                }
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                hits += page!.Hits.Length;
            }
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[times.Count / 2]:0.0} | {times[(int)(times.Count * 0.95)]:0.0} | {times[^1]:0} | {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / times.Count:0.0} | {(double)hits / times.Count:0} |"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nmemory of this process {Environment.WorkingSet / 1e6:0} MB"));
        return 0;
    }

    private static PlatePattern Of(string text, bool lookAlikes = true, int edits = 0) =>
        PlatePattern.Parse(text, lookAlikes, edits, out var failure) ?? throw new InvalidOperationException(failure!.Text);
}
