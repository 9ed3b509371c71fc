using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>Measures what decoding alone costs: the yardstick every figure of the line's cost is held against.</summary>
public static class DecodeCost
{
    /// <summary>Decodes the file (or its first <paramref name="limit"/>) into nothing, with as many decoder threads as <see cref="FrameReaderSettings"/> gives by default.</summary>
    public static CpuCost? Measure(string path, TimeSpan? limit, CancellationToken stop, out Failure? failure)
    {
        var source = new MediaSource.File(path);
        var outcome = Probe.Read(source, TimeSpan.FromSeconds(30), stop);
        if (outcome is not ProbeOutcome.Found { Video: var video })
        {
            failure = ((ProbeOutcome.Failed)outcome).Failure;
            return null;
        }
        string[] until = limit is { } l ? ["-t", StillGrabber.Seconds((long)l.TotalMicroseconds)] : [];
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        using var child = Child.Start("ffmpeg", ["-hide_banner", "-nostdin", "-nostats", "-v", "repeat+level+info", "-benchmark", .. source.Guard, "-threads", "1", .. until,
            "-i", source.Address, "-map", "0:V:0", "-fps_mode", "passthrough", "-max_error_rate", "1", "-progress", "pipe:1", "-f", "null", "-"], feed: false, onLine: null, out failure);
        if (child is null)
            return null;
        using var kill = stop.Register(child.Kill);
        var decoded = Decoded(new StreamReader(child.Output));
        var code = child.Wait();
        if (stop.IsCancellationRequested)
            failure = new Failure(FailureKind.Cancelled, "stopped while measuring the cost of decoding");
        else if (code != 0)
            failure = Complaint.Explain(source, child.LastLines);
        if (failure is not null)
            return null;
        var seconds = video.Duration?.TotalSeconds ?? decoded; // a raw stream declares no length
        return new CpuCost(child.CpuSeconds, limit is { } most ? Math.Min(seconds, most.TotalSeconds) : seconds, clock.GetElapsedTime(start).TotalSeconds);
    }

    // the last "out_time_us=…" of ffmpeg's progress
    private static double Decoded(TextReader progress)
    {
        const string key = "out_time_us=";
        var us = 0L;
        while (progress.ReadLine() is { } line)
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && long.TryParse(line.AsSpan(key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                us = n;
        }
        return us / 1e6;
    }
}
