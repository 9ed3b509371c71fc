using System.Diagnostics;
using System.Globalization;
using Qyran.LiveBench.Served;
using Qyran.Storage;

namespace Qyran.LiveBench;

/// <summary>
/// A running server on a disk of 200 MB (tmpfs; needs root): one camera fills it with a megabyte a second, another finds cases. The brim is reached within minutes and stays: the first
/// camera's oldest video must go, every case must keep its pack and its video, and the alarm must say what happens.
/// </summary>
internal static class FullDisk
{
    private static readonly string[] Cameras = ["traffic", "noise"];

    public static async Task<int> Run(string[] args)
    {
        var options = new Options(args);
        if (options.Words is not [var work]) return 64;
        var (seconds, program) = (options.Number("seconds", 360), options.Text("qyran", ServedProcess.Built));
        var data = Directory.CreateDirectory(Path.Combine(work, "data")).FullName;
        if (!Tool("mount", "-t", "tmpfs", "-o", "size=200m", "none", data)) return 73;
        try
        {
            Traffic.Make(data);
            Tool("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=8", "-vf", "noise=alls=40:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-b:v", "8M", "-pix_fmt", "yuv420p", Path.Combine(data, "videos", "noise.mp4"));
            using var server = (await ServedProcess.Start(program, data, null))!;
            await server.AddCameras(null);
            using (var body = System.Net.Http.Json.JsonContent.Create(new { site = "road", name = "Noise", source = "video:noise.mp4", keep_days = 1 })) await ServedProcess.Ok(await server.Api.PutAsync("/api/cameras/noise", body));
            await using var heard = Heard.Listen(server, Cameras);
            var alarms = new HashSet<string>(StringComparer.Ordinal);
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalSeconds is var s && s < seconds;)
            {
                await Task.Delay(TimeSpan.FromSeconds(10));
                foreach (var camera in Cameras)
                    foreach (var reason in (await server.Get($"/api/cameras/{camera}")).GetProperty("camera").GetProperty("state").GetProperty("reasons").EnumerateArray())
                        if (reason.GetString()!.Contains("disk", StringComparison.Ordinal) && alarms.Add(reason.GetString()!)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s,4:0} s: {camera}: {reason}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s,4:0} s: {new DriveInfo(data).AvailableFreeSpace >> 20} MB free, {heard.Cases.Count} cases told"));
            }
            await server.Stop();
            return await Look(data, heard, alarms);
        }
        finally
        {
            Tool("umount", "-l", data);
        }
    }

    private static async Task<int> Look(string data, Heard heard, HashSet<string> alarms)
    {
        var faults = await new AfterKill(data).InTheEnd(Cameras);
        // what is recycled leaves holes on purpose
        faults.RemoveAll(f => f.Contains("a hole of", StringComparison.Ordinal));
        await using var store = (await Store.OpenSqlite(Path.Combine(data, "qyran.db"), TimeProvider.System)).Item1!;
        var (packs, waiting) = (0, 0);
        foreach (var id in heard.Cases.Keys)
        {
            if (await store.Cases.Find(id) is not { } filed)
            {
                faults.Add($"case {id} was told and is lost");
                continue;
            }
            if (filed.Evidence is null) waiting++;
            else packs++;
            if (await AfterKill.Unshown(store, filed) is { } unshown) faults.Add(unshown);
        }
        var pending = Directory.EnumerateFiles(Path.Combine(data, "scratch", "traffic", "pending")).Count();
        if (waiting > pending) faults.Add($"{waiting} cases have no pack and only {pending} wait for one");
        foreach (var camera in Cameras)
        {
            var rows = await store.Recordings.Covering(camera, 0, long.MaxValue);
            var gaps = (await store.Recordings.Gaps(camera, 0, long.MaxValue)).Where(g => g.Why.Contains("disk", StringComparison.Ordinal)).ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{camera}: {rows.Length} files, {rows.Count(r => r.Protected)} protected, {rows.Sum(r => r.LengthBytes) >> 20} MB; {gaps.Length} times the disk took no video, {gaps.Sum(g => g.UntilUs - g.FromUs) / 1e6:0.0} s"));
        }
        foreach (var fault in faults) Console.WriteLine(fault);
        // without a case nothing was there to be kept
        var good = faults.Count == 0 && alarms.Count > 0 && !heard.Cases.IsEmpty;
        Console.WriteLine($"{heard.Cases.Count} cases told, {packs} with packs, {waiting} wait on the disk for theirs; {faults.Count} faults, {alarms.Count} different alarms: {(good ? "evidence is kept" : "NOT GOOD")}");
        return good ? 0 : 1;
    }

    private static bool Tool(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
