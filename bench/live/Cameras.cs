using System.Globalization;
using Qyran.Evidence;
using Qyran.Line.Live;
using Qyran.Line.Plates;
using Qyran.Media;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.LiveBench;

/// <summary>Live cameras in a process of their own: what the crash tests kill, and what measures their cost.</summary>
internal static class Cameras
{
    public static async Task<int> Run(string[] args)
    {
        var clock = TimeProvider.System;
        var (folder, failure) = DataFolder.Open(args[0]);
        if (folder is null) return Failed(failure!.Text);
        var (store, unopened) = await Store.OpenSqlite(folder.Database, clock);
        if (store is null) return Failed(unopened!.Text);
        await using var its = store;
        var recovered = await Recovery.Run(store, folder, Recovered.Span, clock);
        using var key = DeviceKey.Temporary();
        var told = new Told(store, folder, clock);
        using var eyes = new PlateEyesPool(Math.Max(1, Environment.ProcessorCount / 2));
        var house = new LiveHouse(folder.Root, new Rows(store, folder), told, key, eyes, clock);
        ReadOnlyMemory<byte> scene = args[3] == "-" ? default : File.ReadAllBytes(args[3]);
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        var cameras = args[4..].Select((source, n) => new LiveCamera(new LiveSettings($"cam-{n + 1}", Source(source)) { Detector = args[2], SceneFile = scene, FileLength = TimeSpan.FromSeconds(20) }, house)).ToArray();
        Console.WriteLine($"recovered {recovered.Adopted.Length}");
        var running = Task.WhenAll(cameras.Select(c => c.RunAsync(stop.Token)));
        var saying = Task.WhenAll(cameras.Select(c => Say(c, stop.Token)));
        var began = clock.GetTimestamp();
        await Cost.Watch(cameras, told, TimeSpan.FromSeconds(double.Parse(args[1], CultureInfo.InvariantCulture)), stop);
        await running;
        await saying;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ended after {clock.GetElapsedTime(began).TotalSeconds:0.0} s"));
        return 0;
    }

    private static int Failed(string why)
    {
        Console.Error.WriteLine(why);
        return 73;
    }

    private static MediaSource Source(string text) => MediaSource.Parse(text) is MediaSource.File file ? new MediaSource.Played(file.Path) : MediaSource.Parse(text);

    // told before it is on the disk: a crash test holds what is found again against it
    private static async Task Say(LiveCamera camera, CancellationToken stop)
    {
        try
        {
            await foreach (var fragment in camera.Video.Watch(stop)) Console.WriteLine($"video {camera.Settings.Id} {fragment.EndUs}");
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }
}
