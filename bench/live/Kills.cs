using System.Globalization;
using System.Text.Json;
using Qyran.LiveBench.Served;

namespace Qyran.LiveBench;

/// <summary>
/// A server with a played camera that finds passages and cases and a camera of a real RTSP server, killed by SIGKILL at random moments, its start included,
/// and started again. May be stopped and run again on the same folder: it goes on where it was.
/// </summary>
internal static class Kills
{
    private const double MostLostS = 1;
    private const int StartKilledEvery = 6;
    private static readonly string[] Cameras = ["traffic", "street"];

    public static async Task<int> Run(string[] args)
    {
        var options = new Options(args);
        if (options.Words is not [var work]) return 64;
        var (count, seed, program) = (options.Number("count", 200), options.Number("seed", 1), options.Text("qyran", ServedProcess.Built));
        Directory.CreateDirectory(work);
        var (data, kept, toldAt) = (Path.Combine(work, "data"), Path.Combine(work, "rounds.jsonl"), Path.Combine(work, "told.txt"));
        List<KillRound> rounds = File.Exists(kept) ? [.. File.ReadLines(kept).Select(l => JsonSerializer.Deserialize<KillRound>(l)!)] : [];
        var clock = TimeProvider.System;
        Traffic.Make(data);
        using var rtsp = RtspServer.Start(15);
        var after = new AfterKill(data);
        (KillRound Round, long KilledUs, Heard Heard)? open = null; // killed, and not looked at yet
        Console.WriteLine("round   lived s | lost to the kill, s: traffic street | of what was seen, s: traffic street | passages cases | orphans | faults");
        for (var first = true; ; first = false)
        {
            var number = rounds.Count + (open is null ? 1 : 2);
            // the same seed kills the same round after the same time
            var dice = new Random(seed * 100_003 + number);
            var startsKilled = 0;
            if (open is not null && number % StartKilledEvery == 0)
            {
                using var brief = await ServedProcess.Start(program, data, TimeSpan.FromSeconds(0.1 + (dice.NextDouble() * 3)));
                brief?.Kill();
                startsKilled = 1;
            }
            var since = clock.GetUtcNow();
            using var server = (await ServedProcess.Start(program, data, null))!;
            if (open is var (round, killedUs, before))
            {
                var recorded = await after.RecordedUntil(before.VideoUntilUs.Keys, killedUs);
                round = round with
                {
                    StartsKilled = startsKilled,
                    LostS = recorded.ToDictionary(r => r.Key, r => (killedUs + before.AheadUs[r.Key] - r.Value) / 1e6),
                    LostSeenS = recorded.ToDictionary(r => r.Key, r => (before.VideoUntilUs[r.Key] - r.Value) / 1e6),
                    Faults = [.. await after.Faults(before.Passages.Keys, before.Cases.Keys, since)],
                };
                await before.DisposeAsync();
                await File.AppendAllLinesAsync(toldAt, before.Cases.Keys);
                await File.AppendAllTextAsync(kept, JsonSerializer.Serialize(round) + "\n");
                rounds.Add(round);
                Say(round, count);
                open = null;
            }
            if (first) await server.AddCameras(string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{rtsp.Port}/live"));
            if (rounds.Count >= count) return await End(server, after, toldAt, rounds);
            var heard = Heard.Listen(server, Cameras);
            var answered = clock.GetTimestamp();
            for (var left = 400; left > 0 && heard.VideoUntilUs.Count < Cameras.Length; left--) await Task.Delay(100);
            await Task.Delay(TimeSpan.FromSeconds(0.1 + (dice.NextDouble() * 8)));
            var at = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;
            server.Kill();
            var lived = clock.GetElapsedTime(answered).TotalSeconds;
            open = (new KillRound(number, lived, 0, [], [], await server.Orphans(), heard.Passages.Count, heard.Cases.Count, []), at, heard);
        }
    }

    /// <summary>A server that is left in peace packs every case that was ever told; then all of it is looked at.</summary>
    private static async Task<int> End(ServedProcess server, AfterKill after, string toldAt, List<KillRound> rounds)
    {
        string[] told = [.. File.ReadLines(toldAt).Distinct(StringComparer.Ordinal)];
        var unpacked = await after.Unpacked(told);
        for (var left = 180; left > 0 && !unpacked.IsEmpty; left--)
        {
            await Task.Delay(1000);
            unpacked = await after.Unpacked(told);
        }
        await server.Stop();
        var faults = await after.InTheEnd(Cameras);
        faults.AddRange(unpacked.Select(id => $"case {id} was told and has no pack"));
        faults.AddRange(rounds.SelectMany(r => r.Faults.Concat(r.NeverBack(Cameras).Select(c => $"{c} did not come back")).Select(f => $"round {r.Number}: {f}")));
        foreach (var fault in faults) Console.WriteLine(fault);
        foreach (var camera in Cameras) Console.WriteLine($"{camera}: lost to the kill {Spread(rounds, r => r.LostS, camera)}; of what was seen {Spread(rounds, r => r.LostSeenS, camera)}");
        var over = rounds.Count(r => r.LostS.Values.Any(l => l > MostLostS));
        var orphans = rounds.Sum(r => r.Orphans);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rounds.Count} kills and {rounds.Sum(r => r.StartsKilled)} more while it started; {rounds.Sum(r => r.Passages)} passages and {told.Length} cases told; {over} times more than {MostLostS:0} s lost, {orphans} orphans, {faults.Count} faults: {(over + orphans + faults.Count == 0 ? "nothing is lost" : "NOT GOOD")}"));
        return over + orphans + faults.Count == 0 ? 0 : 1;
    }

    private static string Spread(List<KillRound> rounds, Func<KillRound, Dictionary<string, double>> of, string camera)
    {
        double[] all = [.. rounds.Select(of).Where(l => l.ContainsKey(camera)).Select(l => l[camera]).Order()];
        return all.Length == 0 ? "never ran" : string.Create(CultureInfo.InvariantCulture, $"p50 {all[all.Length / 2]:0.00} s, p95 {all[all.Length * 95 / 100]:0.00} s, most {all[^1]:0.00} s");
    }

    private static void Say(KillRound r, int count)
    {
        string Lost(Dictionary<string, double> lost, string camera) => lost.TryGetValue(camera, out var s) ? s.ToString("0.00", CultureInfo.InvariantCulture) : "-";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{r.Number,3}/{count} {r.LivedS,9:0.0} | {Lost(r.LostS, Cameras[0]),19} {Lost(r.LostS, Cameras[1]),15} | {Lost(r.LostSeenS, Cameras[0]),19} {Lost(r.LostSeenS, Cameras[1]),15} | {r.Passages,8} {r.Cases,5} | {r.Orphans,7} | {string.Join("; ", r.Faults.Concat(r.NeverBack(Cameras).Select(c => $"{c} did not come back")))}"));
    }
}
