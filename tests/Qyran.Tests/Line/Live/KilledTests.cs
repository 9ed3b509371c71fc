using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Tests.Media.Recording;

namespace Qyran.Tests.Line.Live;

/// <summary>kill -9 while cameras record: what was seen a second before is there, and every file has its row.</summary>
public sealed class KilledTests
{
    [Fact]
    public async Task At_most_a_second_of_video_is_lost_and_no_file_stays_without_a_row()
    {
        var root = Directory.CreateTempSubdirectory("qyran-killed-").FullName;
        var clip = Made.Clip(5);
        var dice = new Random();
        try
        {
            for (var round = 0; round < 3; round++)
            {
                var last = new ConcurrentDictionary<string, long>();
                using (var process = Start(root, clip))
                {
                    process.OutputDataReceived += (_, line) =>
                    {
                        if (line.Data?.Split(' ') is ["video", var camera, var end]) last[camera] = long.Parse(end, CultureInfo.InvariantCulture);
                    };
                    process.BeginOutputReadLine();
                    await HouseStub.Until(() => last.Count == 2 || process.HasExited, "two cameras");
                    await Task.Delay(dice.Next(500, 2500));
                    process.Kill();
                    process.WaitForExit();
                }
                var folder = DataFolder.Open(root).Item1!;
                await using var store = (await Store.OpenSqlite(folder.Database, TimeProvider.System)).Item1!;
                var report = await Recovery.Run(store, folder, Qyran.LiveBench.Recovered.Span, TimeProvider.System);
                Assert.Empty(report.Missing);
                foreach (var (camera, seen) in last)
                {
                    var rows = await store.Recordings.Covering(camera, seen - 2_000_000, long.MaxValue);
                    Assert.True(rows.Length > 0 && rows.Max(r => r.EndUs) >= seen - 1_000_000, $"{camera}: {(seen - rows.Max(r => r.EndUs)) / 1e6:0.00} s are lost");
                }
                Assert.Empty((await FolderCheck.Run(store, folder, CheckLevel.Hash, TimeProvider.System)).Findings);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static Process Start(string data, string clip)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Qyran.LiveBench.dll"), "cameras", data, "600", "off", "-", clip, clip]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
