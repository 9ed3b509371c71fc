using System.Diagnostics;
using System.Globalization;
using Qyran.Media;

namespace Qyran.Tests.Media;

/// <summary>Clips for the media tests: real ones read with ffprobe's own eyes, and made ones.</summary>
internal static class Clip
{
    public static VideoInfo Look(string path) => Look(new MediaSource.File(path));

    public static VideoInfo Look(MediaSource source)
    {
        var outcome = Probe.Read(source, TimeSpan.FromSeconds(20), default);
        return outcome is ProbeOutcome.Found f ? f.Video : throw new InvalidOperationException(((ProbeOutcome.Failed)outcome).Failure.Text);
    }

    public static FrameReader Reader(string path, FrameReaderSettings settings) => new(new MediaSource.File(path), Look(path), settings);

    /// <summary>The stamps of all frames as ffprobe gives them, µs.</summary>
    public static List<long> Stamps(string path) =>
        [.. Tool("ffprobe", "-v", "error", "-select_streams", "V:0", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => (long)Math.Round(decimal.Parse(l.Split(',')[0], CultureInfo.InvariantCulture) * 1_000_000))];

    /// <summary>Makes a clip with ffmpeg into a folder of this test run; the name tells the format.</summary>
    public static string Make(string name, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-media-").FullName;
        var path = Path.Combine(folder, name);
        Tool("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments, path]);
        return path;
    }

    public static string Tool(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var a in arguments)
            start.ArgumentList.Add(a);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program}: {errors.Result}");
    }

    /// <summary>True while an ffmpeg that names this path runs.</summary>
    public static bool ChildrenRun(string path) => Process.GetProcessesByName("ffmpeg").Any(p =>
    {
        using (p)
        {
            var file = $"/proc/{p.Id}/cmdline";
            return File.Exists(file) && ReadOrNothing(file).Contains(path, StringComparison.Ordinal);
        }
    });

    /// <summary>The process ids of ffmpegs that name this address.</summary>
    public static int[] Children(string address) => [.. Process.GetProcessesByName("ffmpeg").Where(p => ReadOrNothing($"/proc/{p.Id}/cmdline").Contains(address, StringComparison.Ordinal)).Select(p => p.Id)];

    private static string ReadOrNothing(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // it ended meanwhile
        }
    }
}
