using System.Diagnostics;
using System.Globalization;

namespace Qyran.LiveBench.Served;

/// <summary>The tests' RTSP camera (GStreamer's server through Python) in a process of its own.</summary>
internal sealed class RtspServer : IDisposable
{
    private readonly Process process;

    private RtspServer(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    /// <param name="port">0: a free one.</param>
    public static RtspServer Start(int fps, int port = 0)
    {
        var start = new ProcessStartInfo(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Script());
        foreach (var argument in (string[])["h264", fps.ToString(CultureInfo.InvariantCulture), "0", port.ToString(CultureInfo.InvariantCulture), "320", "240"]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine() ?? "";
        if (line.StartsWith("port: ", StringComparison.Ordinal)) return new RtspServer(process, int.Parse(line[6..], CultureInfo.InvariantCulture));
        process.Kill();
        process.Dispose();
        throw new InvalidOperationException($"no RTSP server: {line} (apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-bad)");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Script()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
            if (Path.Combine(at, "tests/Qyran.Tests/Media/rtsp_camera.py") is var path && File.Exists(path)) return path;
        if (Environment.GetEnvironmentVariable("QYRAN_PROJECT") is { } project) return Path.Combine(project, "tests/Qyran.Tests/Media/rtsp_camera.py");
        throw new InvalidOperationException("run it from the project's own artifacts, or name the project's folder in QYRAN_PROJECT");
    }
}
