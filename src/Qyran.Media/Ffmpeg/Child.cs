using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>
/// One ffmpeg or ffprobe process of ours. Its error output is always drained by a thread of its own, so it never blocks on it;
/// killed at the latest when disposed. Every argument is one element of a list: no shell, no splitting.
/// </summary>
internal sealed partial class Child : IDisposable
{
    private const int LinesKept = 40;
    private readonly Process _process;
    private readonly Thread _drain;
    private readonly Action<string>? _onLine;
    private readonly Lock _gate = new();
    private readonly Queue<string> _errors = new();
    private double _cpuBeforeKill;
    private double? _cpuAtEnd;
    private bool _killed;

    private Child(Process process, Action<string>? onLine)
    {
        _process = process;
        _onLine = onLine;
        _drain = new Thread(Drain) { IsBackground = true, Name = "ffmpeg errors" };
        _drain.Start();
    }

    /// <summary>Starts it; the failure says when the program is not installed. Lines at warning or worse go to <paramref name="onLine"/>, on the drain thread.</summary>
    public static Child? Start(string program, IEnumerable<string> arguments, bool feed, Action<string>? onLine, out Failure? failure)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = feed, UseShellExecute = false };
        // a session of its own: Ctrl-C in a terminal is ours to hear, and a child that heard it first would look like a broken disk
        if (Programs.Find("setsid") is { } setsid && Programs.Find(program) is { } found)
        {
            start.FileName = setsid;
            start.ArgumentList.Add(found);
        }
        foreach (var a in arguments)
            start.ArgumentList.Add(a);
        // its own report and colour settings would mix into the lines we read
        start.Environment.Remove("FFREPORT");
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        try
        {
            var process = Process.Start(start) ?? throw new InvalidOperationException("no process was started");
            failure = null;
            var child = new Child(process, onLine);
            child.WidenPipe();
            return child;
        }
        catch (Win32Exception e)
        {
            failure = new Failure(FailureKind.NotFound, $"{program} could not be started ({e.Message}); install it: apt-get install ffmpeg");
            return null;
        }
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Kills it now; safe from any thread and more than once.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (_killed)
                return;
            _killed = true;
        }
        _cpuBeforeKill = CpuNow();
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // it had ended by itself
        }
    }

    /// <summary>Kills it unless it ends by itself anyhow, having closed its output.</summary>
    public void Kill(bool unlessEnding)
    {
        if (!unlessEnding || !_process.WaitForExit(TimeSpan.FromSeconds(5)))
            Kill();
    }

    /// <summary>Waits until it and its error output have ended. Call after the output has been read to its end or the child was killed.</summary>
    /// <returns>The exit code.</returns>
    public int Wait()
    {
        _process.WaitForExit();
        _drain.Join();
        return _process.ExitCode;
    }

    /// <summary>User and system CPU seconds, known after <see cref="Wait"/>: as ffmpeg reports it, or as seen just before a kill.</summary>
    public double CpuSeconds => _cpuAtEnd ?? _cpuBeforeKill;

    /// <summary>The last lines at warning or worse, oldest first.</summary>
    public string[] LastLines
    {
        get
        {
            lock (_gate)
                return [.. _errors];
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.WaitForExit();
        _drain.Join();
        _process.Dispose();
    }

    private double CpuNow()
    {
        try
        {
            return _process.TotalProcessorTime.TotalSeconds;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return 0; // it is gone already, and then its own last line has told the figure
        }
    }

    // lines are bounded: a hostile file can make ffmpeg print its metadata
    private void Drain()
    {
        var stream = _process.StandardError.BaseStream;
        var bytes = new byte[4096];
        var line = new StringBuilder();
        int n;
        while ((n = ReadOrEnd(stream, bytes)) > 0)
        {
            foreach (var b in bytes.AsSpan(0, n))
            {
                if (b is (byte)'\n' or (byte)'\r')
                {
                    Take(line.ToString());
                    line.Clear();
                }
                else if (line.Length < 400)
                {
                    line.Append(b is >= 32 and < 127 ? (char)b : '?');
                }
            }
        }
        Take(line.ToString());
    }

    private static int ReadOrEnd(Stream stream, byte[] into)
    {
        try
        {
            return stream.Read(into, 0, into.Length);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private void Take(string line)
    {
        const string bench = "[info] bench: utime=";
        if (line.StartsWith(bench, StringComparison.Ordinal))
        {
            var parts = line[bench.Length..].Split(["s stime=", "s rtime="], StringSplitOptions.None);
            if (parts.Length >= 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var user) &&
                double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var system))
                _cpuAtEnd = user + system;
            return;
        }
        if (!Complaint.IsWorthKeeping(line))
            return;
        var clean = Complaint.Clean(line);
        lock (_gate)
        {
            _errors.Enqueue(clean);
            if (_errors.Count > LinesKept)
                _errors.Dequeue();
        }
        _onLine?.Invoke(clean);
    }

    // a pipe of 64 KiB makes two processes switch for every 64 KiB; refusal (a user's quota) costs only speed
    private void WidenPipe()
    {
        if (OperatingSystem.IsLinux() && Output is AnonymousPipeClientStream pipe)
            _ = Fcntl(pipe.SafePipeHandle, 1031, 1 << 20);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(SafeHandle file, int command, int value);
}
