using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Qyran.LiveBench.Served;
using Qyran.Storage;

namespace Qyran.LiveBench;

/// <summary>
/// A running server on a bad network: an RTSP server that dies ten times, RTSP through a proxy that resets and stands still, MPEG-TS by UDP with lost and overtaking packets. Each
/// time it must be recovered, the gap told with its reason, and the server's memory and open files stay what they were.
/// </summary>
internal static class Faults
{
    private const double PatienceS = 120;

    public static async Task<int> Run(string[] args)
    {
        var options = new Options(args);
        if (options.Words is not [var work]) return 64;
        var (deaths, seconds, program) = (options.Number("deaths", 10), options.Number("seconds", 30), options.Text("qyran", ServedProcess.Built));
        var data = Path.Combine(Directory.CreateDirectory(work).FullName, "data");
        Traffic.Make(data);
        var dying = RtspServer.Start(15);
        using var steady = RtspServer.Start(15);
        using var tcp = FaultyTcp.Start(steady.Port);
        var udpPort = LossyUdp.FreePort();
        using var udp = LossyUdp.Start(udpPort);
        using var sender = Sent.To(udp.Port);
        using var server = (await ServedProcess.Start(program, data, null))!;
        await server.AddCameras(null);
        await Add("dying", string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{dying.Port}/live"));
        await Add("proxied", string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{tcp.Port}/live"));
        await Add("lossy", string.Create(CultureInfo.InvariantCulture, $"udp://127.0.0.1:{udpPort}"));
        foreach (var camera in (string[])["traffic", "dying", "proxied", "lossy"])
            if (await Recovered(camera, 0) is null) throw new TimeoutException($"{camera} does not run at all");
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (memory, files, lost) = (server.MemoryBytes, server.OpenFiles, 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"at first: {memory >> 20} MiB, {files} open files"));

        for (var n = 1; n <= deaths; n++)
        {
            var before = await Connections("dying");
            var port = dying.Port;
            dying.Dispose();
            await Task.Delay(Random.Shared.Next(500, 6000));
            dying = RtspServer.Start(15, port);
            await Say($"RTSP server killed and started, {n}", "dying", before);
        }
        dying.Dispose();
        for (var n = 1; n <= 5; n++)
        {
            var before = await Connections("proxied");
            tcp.Reset();
            await Say($"connection reset, {n}", "proxied", before);
        }
        foreach (var still in (int[])[2, 5, 15, 25])
        {
            var before = await Connections("proxied");
            tcp.Stand(true);
            await Task.Delay(TimeSpan.FromSeconds(still));
            tcp.Stand(false);
            // Given up after ten seconds, or not if what stood still comes all at once: either way video of after it must come.
            await Say($"nothing for {still} s", "proxied", before - 1, TimeProvider.System.GetUtcNow());
        }
        tcp.JitterMs = 200;
        await Watch("RTSP, every piece up to 200 ms late", "proxied");
        tcp.JitterMs = 0;
        foreach (var (loss, jitter) in ((double, int)[])[(0, 0), (0.01, 0), (0.03, 20), (0.1, 80)])
        {
            (udp.Loss, udp.JitterMs) = (loss, jitter);
            await Watch(string.Create(CultureInfo.InvariantCulture, $"UDP, {loss * 100:0} % lost, up to {jitter} ms late"), "lossy");
        }
        (udp.Loss, udp.JitterMs) = (0, 0);
        await Recovered("lossy", 0);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in the end: {server.MemoryBytes >> 20} MiB, {server.OpenFiles} open files"));
        var flat = server.MemoryBytes < memory * 1.3 && server.OpenFiles < files + 20;
        await server.Stop();
        var told = await Gaps(data);
        var good = lost == 0 && flat && told;
        Console.WriteLine($"{lost} not recovered, memory and files {(flat ? "flat" : "GROWN")}, {(told ? "every hole told" : "HOLES NOT TOLD")}: {(good ? "good" : "NOT GOOD")}");
        return good ? 0 : 1;

        async Task Add(string id, string source)
        {
            using var body = System.Net.Http.Json.JsonContent.Create(new { site = "road", name = id, source, keep_days = 1 });
            await ServedProcess.Ok(await server.Api.PutAsync($"/api/cameras/{id}", body));
        }

        async Task<JsonElement> State(string camera) => (await server.Get($"/api/cameras/{camera}")).GetProperty("camera").GetProperty("state");

        async Task<int> Connections(string camera) => (await State(camera)).GetProperty("connections").GetInt32();

        async Task<double?> Recovered(string camera, int before, DateTimeOffset? since = null)
        {
            var began = Stopwatch.GetTimestamp();
            while (true)
            {
                var state = await State(camera);
                var s = Stopwatch.GetElapsedTime(began).TotalSeconds;
                if (state.GetProperty("state").GetString() == "running" && state.GetProperty("connections").GetInt32() > before
                    && (since is not { } from || (state.GetProperty("recorded_until") is { ValueKind: JsonValueKind.String } until && until.GetDateTimeOffset() > from))) return s;
                if (s > PatienceS) return null;
                await Task.Delay(200);
            }
        }

        async Task Say(string what, string camera, int before, DateTimeOffset? since = null)
        {
            var s = await Recovered(camera, before, since);
            if (s is null) lost++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {(s is { } t ? $"runs again after {t:0.0} s" : "NOT RECOVERED")}; {server.MemoryBytes >> 20} MiB"));
        }

        async Task Watch(string what, string camera)
        {
            var before = await State(camera);
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            var after = await State(camera);
            var again = after.GetProperty("connections").GetInt32() - before.GetProperty("connections").GetInt32();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what}: {after.GetProperty("state").GetString()}, {after.GetProperty("delivered_fps")} fps, {again} connections more, time {after.GetProperty("time").GetString()} ({after.GetProperty("time_why").GetString()}); {server.MemoryBytes >> 20} MiB"));
            if (await Recovered(camera, 0) is null) lost++;
        }
    }

    /// <summary>Prints why video is missing; false when a hole between two files is told by no gap.</summary>
    private static async Task<bool> Gaps(string data)
    {
        await using var store = (await Store.OpenSqlite(Path.Combine(data, "qyran.db"), TimeProvider.System)).Item1!;
        foreach (var camera in (string[])["traffic", "dying", "proxied", "lossy"])
            foreach (var why in (await store.Recordings.Gaps(camera, 0, long.MaxValue)).GroupBy(g => g.Why))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{camera}: {why.Count()} gaps, {why.Sum(g => g.UntilUs - g.FromUs) / 1e6:0.0} s: {why.Key}"));
        var faults = await new AfterKill(data).InTheEnd(["traffic", "dying", "proxied", "lossy"]);
        foreach (var fault in faults) Console.WriteLine(fault);
        return faults.Count == 0;
    }

    /// <summary>An ffmpeg that sends a moving pattern by UDP, twenty-five pictures a second.</summary>
    private sealed class Sent(Process process) : IDisposable
    {
        public static Sent To(int port)
        {
            var start = new ProcessStartInfo("ffmpeg");
            foreach (var argument in (string[])["-nostdin", "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25", "-pix_fmt", "yuv420p", "-f", "mpegts", string.Create(CultureInfo.InvariantCulture, $"udp://127.0.0.1:{port}?pkt_size=1316")])
                start.ArgumentList.Add(argument);
            return new Sent(Process.Start(start)!);
        }

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }
    }
}
