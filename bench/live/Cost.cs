using System.Diagnostics;
using System.Globalization;
using Qyran.Line.Live;

namespace Qyran.LiveBench;

/// <summary>What the cameras cost while they run: this program's CPU and that of the ffmpegs it started, those that have ended too, from the kernel's own count.</summary>
internal static class Cost
{
    private const double TicksPerSecond = 100; // what /proc counts in, on every Linux we run on

    /// <summary>Fields of /proc/PID/stat as proc(5) counts them: the first behind the name, the parent, utime and cutime.</summary>
    internal const int First = 3, Parent = 4, Itself = 14, EndedChildren = 16;

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
        // whoever has ended stands in this process's own account of its children: a camera that was connected anew does not lose what it cost
        var sum = CpuSeconds(File.ReadAllText("/proc/self/stat"), EndedChildren);
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                try
                {
                    var stat = File.ReadAllText($"/proc/{process.Id}/stat");
                    if (Fields(stat)[Parent - First] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) sum += CpuSeconds(stat, Itself);
                }
                catch (IOException)
                {
                    // it has ended
                }
            }
        }
        return sum;
    }

    /// <summary>User and system time out of a line of /proc/PID/stat, s.</summary>
    /// <param name="field">The first of the two, as proc(5) counts.</param>
    internal static double CpuSeconds(string stat, int field) =>
        (double.Parse(Fields(stat)[field - First], CultureInfo.InvariantCulture) + double.Parse(Fields(stat)[field + 1 - First], CultureInfo.InvariantCulture)) / TicksPerSecond;

    // the name before them may hold blanks and brackets
    private static string[] Fields(string stat) => stat.Split(") ")[^1].Split(' ');
}
