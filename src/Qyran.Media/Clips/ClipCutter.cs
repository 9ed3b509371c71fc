using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>Cuts a clip out of a file by copying the coded stream: the evidence shows what the camera coded, not what we coded again.</summary>
public static class ClipCutter
{
    private static readonly long[] SeekMarginsUs = [0, 500_000, 1_000_000, 2_000_000, 5_000_000, 15_000_000, 60_000_000, long.MaxValue / 4];

    /// <summary>
    /// Cuts from a key frame at or before <paramref name="fromUs"/> (the last one, where the container says where its key frames are) to
    /// <paramref name="toUs"/> (absolute stamps in the file, µs) into <paramref name="outPath"/>, which appears only when it is whole. An existing file of that name is replaced.
    /// </summary>
    public static ClipInfo? Cut(string path, long fromUs, long toUs, string outPath, CancellationToken stop, out Failure? failure)
    {
        var source = new MediaSource.File(path);
        if (toUs <= fromUs)
        {
            failure = new Failure(FailureKind.Invalid, "a clip must end after it starts");
            return null;
        }
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(outPath))))
        {
            failure = new Failure(FailureKind.CannotWrite, $"cannot write the clip {Path.GetFileName(outPath)}: its folder does not exist");
            return null;
        }
        var outcome = Probe.Read(source, TimeSpan.FromSeconds(30), stop);
        if (outcome is not ProbeOutcome.Found { Video: var video })
        {
            failure = ((ProbeOutcome.Failed)outcome).Failure;
            return null;
        }
        var clip = Write(source, video, fromUs, toUs, outPath, "mp4", stop, out failure);
        if (clip is null && failure is { Kind: FailureKind.Unsupported })
            clip = Write(source, video, fromUs, toUs, Path.ChangeExtension(outPath, ".mkv"), "matroska", stop, out failure);
        return clip;
    }

    private static ClipInfo? Write(MediaSource source, VideoInfo video, long fromUs, long toUs, string outPath, string format, CancellationToken stop, out Failure? failure)
    {
        // MPEG-TS and files with a poor index are sought by position, which can land behind the wanted key frame: then ask for earlier until it does not
        foreach (var marginUs in SeekMarginsUs)
        {
            var seek = Math.Max(0, fromUs - video.ContainerStartUs - marginUs);
            var clip = Write(source, seek, toUs - video.ContainerStartUs - seek + 1, outPath, format, seek > 0 ? fromUs : long.MaxValue, stop, out failure);
            if (clip is not null || failure is not null)
                return clip;
        }
        throw new InvalidOperationException("the last try starts with the file");
    }

    /// <summary>Null without a failure: what could be cut there starts after <paramref name="latestStartUs"/>, and nothing was kept.</summary>
    private static ClipInfo? Write(MediaSource source, long seek, long lengthUs, string outPath, string format, long latestStartUs, CancellationToken stop, out Failure? failure)
    {
        var part = outPath + ".part";
        string[] arguments = ["-hide_banner", "-nostdin", "-nostats", "-v", "repeat+level+warning", .. source.Guard,
            .. seek > 0 ? ["-ss", StillGrabber.Seconds(seek)] : Array.Empty<string>(), "-t", StillGrabber.Seconds(lengthUs),
            "-copyts", "-i", source.Address,
            "-map", "0:V:0", "-c", "copy", "-avoid_negative_ts", "make_zero", "-f", format, .. format == "mp4" ? ["-movflags", "+faststart"] : Array.Empty<string>(),
            "-y", $"file:{Path.GetFullPath(part)}",
            // the same packets once more, as a list of their stamps in the source: the mapping is known, not guessed
            "-map", "0:V:0", "-c", "copy", "-avoid_negative_ts", "disabled", "-f", "framecrc", "pipe:1"];
        using var child = Child.Start("ffmpeg", arguments, feed: false, onLine: null, out failure);
        if (child is null)
            return null;
        try
        {
            using var kill = stop.Register(child.Kill);
            var stamps = PacketList.Read(new StreamReader(child.Output));
            var code = child.Wait();
            var full = child.LastLines.Any(l => l.Contains("No space left", StringComparison.Ordinal)); // ffmpeg may end with 0 all the same
            if (stop.IsCancellationRequested)
                failure = new Failure(FailureKind.Cancelled, "stopped while cutting a clip");
            else if (code == 0 && !full && latestStartUs < long.MaxValue && (stamps is null || stamps.KeyUs > latestStartUs))
                return null;
            else if (code != 0 || stamps is null || full)
                failure = Why(source, child.LastLines, format);
            if (failure is not null)
                return null;
            var first = FirstStamp(part, stop);
            if (first is null)
            {
                failure = new Failure(FailureKind.Unreadable, $"the clip cut from {source} cannot be read back");
                return null;
            }
            File.Move(part, outPath, overwrite: true);
            return new ClipInfo(outPath, stamps!.KeyUs, stamps.LastUs, stamps.KeyUs - first.Value, format == "mp4", CodecCopied: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new Failure(FailureKind.CannotWrite, $"cannot write the clip {Path.GetFileName(outPath)}: {e.Message}");
            return null;
        }
        finally
        {
            child.Kill();
            child.Wait();
            File.Delete(part);
        }
    }

    private static Failure Why(MediaSource source, string[] lines, string format)
    {
        var all = string.Join('\n', lines);
        if (all.Contains("No space left", StringComparison.Ordinal))
            return new Failure(FailureKind.CannotWrite, "cannot write the clip: the disk is full");
        if (all.Contains("Permission denied", StringComparison.Ordinal) || all.Contains("No such file or directory", StringComparison.Ordinal))
            return new Failure(FailureKind.CannotWrite, "cannot write the clip: the folder is missing or may not be written");
        return format == "mp4" ? new Failure(FailureKind.Unsupported, $"{source}: its codec cannot go into an MP4") : Complaint.Explain(source, lines);
    }

    // the first packet of the clip in file order is the same key frame as the first one listed
    internal static long? FirstStamp(string clip, CancellationToken stop)
    {
        var source = new MediaSource.File(clip);
        using var child = Child.Start("ffmpeg", ["-hide_banner", "-nostdin", "-nostats", "-v", "repeat+level+warning", .. source.Guard, "-copyts", "-i", source.Address,
            "-map", "0:V:0", "-c", "copy", "-frames:v", "1", "-avoid_negative_ts", "disabled", "-f", "framecrc", "pipe:1"], feed: false, onLine: null, out _);
        if (child is null)
            return null;
        using var kill = stop.Register(child.Kill);
        var list = PacketList.Read(new StreamReader(child.Output));
        child.Wait();
        return list?.KeyUs;
    }
}
