using System.Globalization;
using Qyran.LiveBench.Served;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.LiveBench;

/// <summary>
/// PostgreSQL is stopped for ten minutes under a running server whose cameras find passages and cases. At the end the server itself is killed while the database is still away, so that what
/// waits must survive that too (it can only start again when the database is back).
/// </summary>
internal static class Outage
{
    public static async Task<int> Run(string[] args)
    {
        var options = new Options(args);
        if (options.Words is not [var work]) return 64;
        var (seconds, program) = (options.Number("seconds", 600), options.Text("qyran", ServedProcess.Built));
        var data = Path.Combine(Directory.CreateDirectory(work).FullName, "data");
        Traffic.Make(data);
        using var postgres = Postgres.Make(Path.Combine(work, "pg"));
        using var rtsp = RtspServer.Start(15);
        var clock = TimeProvider.System;
        var server = (await ServedProcess.Start(program, data, null, "--database", postgres.Address))!;
        await server.AddCameras(string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{rtsp.Port}/live"));
        await using var heard = Heard.Listen(server, "traffic", "street");
        await Until(() => heard.Cases.Count >= 2 && heard.VideoUntilUs.Count == 2);
        Console.WriteLine($"before: {heard.Passages.Count} passages, {heard.Cases.Count} cases told");
        var stopped = Us();
        postgres.Stop();
        Console.WriteLine("PostgreSQL is stopped");
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began).TotalSeconds is var s && s < seconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, seconds / 4.0)));
            var said = await server.Ready();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s,4:0} s: {said}; video until {Ago(heard, "traffic"):0.0} and {Ago(heard, "street"):0.0} s ago; {server.MemoryBytes >> 20} MiB"));
        }
        // what it holds in memory must not be needed
        server.Kill();
        server.Dispose();
        var killed = Us();
        postgres.Start();
        var back = clock.GetTimestamp();
        using var again = (await ServedProcess.Start(program, data, null, "--database", postgres.Address))!;
        while ((await again.Get("/api/system")).GetProperty("waiting").GetInt32() > 0) await Task.Delay(100);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the queue is empty {clock.GetElapsedTime(back).TotalSeconds:0.0} s after PostgreSQL was back, the server's own start included"));
        await using var store = (await Store.OpenPostgres(postgres.Address, clock)).Item1!;
        var cases = (await store.Cases.In(CaseState.Candidate, most: 100_000)).Where(c => c.AtUs >= stopped && c.AtUs <= killed).ToArray();
        // one after the other: some take a while after ten minutes
        foreach (var one in cases)
            while (await store.Cases.Find(one.Id) is { Evidence: null }) await Task.Delay(500);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all of them have packs {clock.GetElapsedTime(back).TotalSeconds:0.0} s after it was back"));
        var lost = await AfterKill.Lost(store, heard.Passages.Keys, heard.Cases.Keys);
        foreach (var one in lost) Console.WriteLine(one);
        var orphaned = 0;
        foreach (var one in cases) orphaned += await store.Passages.Find(one.PassageId) is null ? 1 : 0;
        var passages = cases.Select(c => c.PassageId).Distinct().Count();
        List<double> recorded = [], missing = [];
        foreach (var camera in (string[])["traffic", "street"])
        {
            double Within(long from, long until) => Math.Max(0, Math.Min(until, killed) - Math.Max(from, stopped)) / 1e6;
            recorded.Add((await store.Recordings.Covering(camera, stopped, killed)).Sum(r => Within(r.StartUs, r.EndUs)));
            missing.Add((await store.Recordings.Gaps(camera, stopped, killed)).Sum(g => Within(g.FromUs, g.UntilUs)));
        }
        // one box every four seconds breaks two rules; one may be under way at either end and at each gap
        var boxes = (int)(recorded[0] / 4);
        await again.Stop();
        var lasted = (killed - stopped) / 1e6;
        var good = lost.Count == 0 && orphaned == 0 && passages >= boxes - 4 && recorded.Zip(missing).All(r => Math.Abs(r.First + r.Second - lasted) < 3);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"of {lasted:0} s without a database: {passages} passages with cases of {boxes} boxes, {cases.Length} cases, all with packs, {orphaned} without their passage; of {heard.Passages.Count} passages and {heard.Cases.Count} cases told {lost.Count} lost; recorded {recorded[0]:0} and {recorded[1]:0} s, told as missing {missing[0]:0} and {missing[1]:0} s: {(good ? "nothing is lost" : "NOT GOOD")}"));
        return good ? 0 : 1;
    }

    private static double Ago(Heard heard, string camera) => (Us() - heard.VideoUntilUs[camera]) / 1e6;

    private static long Us() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static async Task Until(Func<bool> met)
    {
        for (var left = 3000; !met(); left--)
        {
            if (left == 0) throw new TimeoutException("it did not happen within five minutes");
            await Task.Delay(100);
        }
    }
}
