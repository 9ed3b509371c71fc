using System.Diagnostics;
using System.Globalization;
using Qyran.Media;

namespace Qyran.Tests.Media;

/// <summary>A real RTSP server in a process of its own (GStreamer through Python); the test is skipped, saying so, where it is not installed.</summary>
internal sealed class RtspCamera : IDisposable
{
    private readonly Process _process;

    private RtspCamera(Process process, int port, string scheme) => (_process, Source) = (process, new MediaSource.Live(new Uri($"{scheme}://127.0.0.1:{port}/live")));

    public MediaSource.Live Source { get; }

    /// <param name="port">0: a free one.</param>
    /// <param name="pem">A file with a certificate and its key: RTSP over TLS.</param>
    public static RtspCamera Start(string codec, int fps, int? stampFps = null, int port = 0, int width = 320, int height = 240, string? pem = null)
    {
        // the system's own Python has the bindings; another one on the path usually has not
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(Material.Project, "tests", "Qyran.Tests", "Media", "rtsp_camera.py"));
        start.ArgumentList.Add(codec);
        start.ArgumentList.Add(fps.ToString(CultureInfo.InvariantCulture));
        foreach (var number in (int[])[stampFps ?? 0, port, width, height])
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        if (pem is not null) start.ArgumentList.Add(pem);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Skip($"needs python3 with GStreamer ({e.Message})");
            throw;
        }
        var line = process.StandardOutput.ReadLine() ?? "missing: it said nothing";
        if (!line.StartsWith("port: ", StringComparison.Ordinal))
        {
            process.Kill();
            process.Dispose();
            Assert.Skip($"needs gst-rtsp-server for Python ({line})");
        }
        return new RtspCamera(process, int.Parse(line[6..], CultureInfo.InvariantCulture), pem is null ? "rtsp" : "rtsps");
    }

    /// <summary>The network cable is pulled: connections stay open and nothing comes.</summary>
    public void Freeze() => Clip.Tool("kill", "-STOP", _process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>The camera loses its power.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
