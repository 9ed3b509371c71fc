using System.Diagnostics;
using System.Globalization;

namespace Qyran.Tests.Cli;

/// <summary>Small videos made on the spot by ffmpeg: a road with one dark box driving up or across it.</summary>
internal static class MadeVideo
{
    /// <summary>The scene of the boxes that drive across: ten pixels are a metre, a solid line in the middle.</summary>
    public const string Scene = """
        qyran_scene: 1
        name: made
        camera: { id: made-1, width: 640, height: 360, clock: made by this test }
        survey:
          id: made/marks
          basis: "made: 10 px are one metre"
          points:
            - { image: [20, 200], road: [2, 0], road_error_m: 0.01 }
            - { image: [620, 200], road: [62, 0], road_error_m: 0.01 }
            - { image: [20, 300], road: [2, 10], road_error_m: 0.01 }
            - { image: [620, 300], road: [62, 10], road_error_m: 0.01 }
            - { image: [320, 250], road: [32, 5], road_error_m: 0.01 }
            - { image: [320, 200], road: [32, 0], road_error_m: 0.01 }
        lanes:
          - { id: only, area: [[0, 180], [640, 180], [640, 300], [0, 300]], direction: [[20, 220], [620, 220]] }
        lines:
          - { id: mark, kind: solid, points: [[320, 150], [320, 320]] }
        limits:
          - { kmh: 60, basis: "example", approved_by: example }
        rules:
          - { rule: solid-line, offence: example }
          - { rule: speeding, offence: example }
        """;

    /// <summary>640×360, 25 fps: a box of 60×36 px enters at the left at 1 s and drives right at <paramref name="pixelsPerSecond"/>.</summary>
    public static string Driving(string folder, string name = "drive.mp4", int seconds = 6, int pixelsPerSecond = 160)
    {
        var path = Path.Combine(folder, name);
        Ffmpeg("-f", "lavfi", "-i", $"color=c=0x808080:s=640x360:r=25:d={seconds}", "-f", "lavfi", "-i", $"color=c=0x202020:s=60x36:r=25:d={seconds}",
            "-filter_complex", string.Create(CultureInfo.InvariantCulture, $"[0]noise=alls=3:allf=t[b];[b][1]overlay=x='-70+(t-1)*{pixelsPerSecond}':y=200"),
            "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-pix_fmt", "yuv420p", path);
        return path;
    }

    /// <summary>640×360, 25 fps: every four seconds such a box drives through from left to right. Made once, to be left as it is.</summary>
    public static string Traffic(int seconds) => Shared.GetOrAdd(seconds, static seconds =>
    {
        var path = Path.Combine(QyranProcess.Home, $"traffic-{seconds}.mp4");
        Ffmpeg("-f", "lavfi", "-i", $"color=c=0x808080:s=640x360:r=25:d={seconds}", "-f", "lavfi", "-i", $"color=c=0x202020:s=60x36:r=25:d={seconds}",
            "-filter_complex", "[0]noise=alls=3:allf=t[b];[b][1]overlay=x='-70+mod(t,4)*250':y=200",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", path);
        return path;
    });

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, string> Shared = [];

    /// <summary>The truth of <see cref="Driving"/> at its usual speed: vehicle 7, and a red light it ran at 3 s.</summary>
    public static string DrivingTruth(int seconds = 6)
    {
        var frames = Enumerable.Range(0, seconds * 25).Select(n =>
        {
            // the overlay lies on whole pixels
            var x = (int)Math.Floor(-70 + (((n / 25.0) - 1) * 160));
            var (left, right) = (Math.Max(0, x), Math.Min(640, x + 60));
            var seen = left < right
                ? string.Create(CultureInfo.InvariantCulture, $$$"""{"id":7,"box":[{{{left}}},200,{{{right - left}}},36],"visible":{{{(right - left) / 60.0:0.###}}},"road":[{{{n}}},0],"speed_mmph":36000000}""")
                : "";
            return string.Create(CultureInfo.InvariantCulture, $$$"""{"n":{{{n}}},"media_us":{{{n * 40_000}}},"exposed_us":{{{n * 40_000}}},"objects":[{{{seen}}}]}""");
        });
        return $$$"""
            {"qyran_truth":1,"scenario":"made","width":640,"height":360,"light":"day","weather":"clear","vehicles":[{"id":7,"class":"car","plate":null,"lane":null,"lanes":[]}],
             "frames":[{{{string.Join(",\n", frames)}}}],"violations":[{"rule":"red-light","vehicle":7,"at_us":3000000,"offence":null}],"counts":{}}
            """;
    }

    public static void Ffmpeg(params string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        foreach (var a in (string[])["-nostdin", "-v", "error", "-y"]) start.ArgumentList.Add(a);
        foreach (var a in arguments) start.ArgumentList.Add(a);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
