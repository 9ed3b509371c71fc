using System.Diagnostics;

namespace Qyran.LiveBench.Served;

/// <summary>What the cameras of the proofs see: every four seconds a dark box drives through at 90 km/h over a solid line, which breaks two rules.</summary>
internal static class Traffic
{
    public const string Name = "traffic.mp4";

    public const string Scene = """
        qyran_scene: 1
        name: made
        camera: { id: made-1, width: 640, height: 360, clock: made by this proof }
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

    /// <summary>Makes the clip in a data folder's <c>videos</c> unless it is there.</summary>
    public static void Make(string dataFolder)
    {
        var videos = Directory.CreateDirectory(Path.Combine(dataFolder, "videos"));
        var path = Path.Combine(videos.FullName, Name);
        if (File.Exists(path)) return;
        var start = new ProcessStartInfo("ffmpeg");
        foreach (var argument in (string[])["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=c=0x808080:s=640x360:r=25:d=40", "-f", "lavfi", "-i", "color=c=0x202020:s=60x36:r=25:d=40",
            "-filter_complex", "[0]noise=alls=3:allf=t[b];[b][1]overlay=x='-70+mod(t,4)*250':y=200", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", path])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException("ffmpeg could not make the clip");
    }
}
