using System.Diagnostics;
using System.Globalization;
using Qyran.Line.Live;

namespace Qyran.LiveBench;

/// <summary>What the cameras cost while they run: this program's CPU and that of the ffmpegs it started, from the kernel's own count.</summary>
internal static class Cost
{
    private const double TicksPerSecond = 100; // what /proc counts in, on every Linux we run on

    public static async Task Watch(LiveCamera[] cameras, Told told, TimeSpan length, CancellationTokenSource stop)
    {
        // connections and models take their time; what is measured begins when all run
        for (var i = 0; i < 100 && !stop.IsCancellationRequested && cameras.Any(c => c.Status.State != LiveState.Running); i++) await Task.Delay(200);
        var began = Stopwatch.GetTimestamp();
        var (own, children) = (Own(), Children());
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            end.CancelAfter(length);
            while (await timer.WaitForNextTickAsync(end.Token)) Say(began, own, children, cameras, told);
        }
        catch (OperationCanceledException)
        {
            // time is up
        }
        Say(began, own, children, cameras, told);
        await stop.CancelAsync();
    }

    private static void Say(long began, double own, double children, LiveCamera[] cameras, Told told)
    {
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"cost {seconds:0} s: {(Own() - own) / seconds:0.000} cores here, {(Children() - children) / seconds:0.000} in ffmpeg, {Environment.WorkingSet >> 20} MiB; {told.Counts}"));
        foreach (var camera in cameras)
        {
            var now = camera.Status;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"camera {camera.Settings.Id} {now.State} {now.Score}: {now.Frames} frames, {now.Analysed} analysed, {now.Dropped} dropped, {now.WithoutPlates} without plates, {now.Pressed} pressed, {now.DeliveredFps:0.0} fps, {now.DelayMs:0} ms, {now.Time}; {string.Join("; ", now.Reasons)}"));
        }
    }

    private static double Own() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static double Children()
    {
        var sum = 0.0;
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                try
                {
                    var fields = File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[^1].Split(' ');
                    if (fields[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
                        sum += (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
                }
                catch (IOException)
                {
                    // it has ended
                }
            }
        }
        return sum;
    }
}
