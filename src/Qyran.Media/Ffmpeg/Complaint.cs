using System.Text.RegularExpressions;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>Reads ffmpeg's own lines, which run at "level+info", and says in plain words what they mean. Nothing secret passes.</summary>
internal static partial class Complaint
{
    /// <summary>A line at warning or worse.</summary>
    public static bool IsWorthKeeping(string line) =>
        line.Contains("[warning]", StringComparison.Ordinal) || line.Contains("[error]", StringComparison.Ordinal) ||
        line.Contains("[fatal]", StringComparison.Ordinal) || line.Contains("[panic]", StringComparison.Ordinal);

    /// <summary>A line after which ffmpeg ends, wherever in the source it is.</summary>
    public static bool IsFatal(string line) => line.Contains("[fatal]", StringComparison.Ordinal) || line.Contains("[panic]", StringComparison.Ordinal);

    /// <summary>Without memory addresses, and without user and password or query of any address.</summary>
    public static string Clean(string line) => Secret().Replace(Pointer().Replace(line, ""), "$1://");

    /// <summary>True for lines that say the decoded picture or the stream's bytes are damaged.</summary>
    public static bool IsDamage(string line) =>
        line.Contains("corrupt", StringComparison.OrdinalIgnoreCase) || line.Contains("concealing", StringComparison.Ordinal) ||
        line.Contains("error while decoding", StringComparison.OrdinalIgnoreCase) || line.Contains("Invalid NAL", StringComparison.Ordinal) ||
        line.Contains("missing picture", StringComparison.Ordinal) || line.Contains("Error while decoding", StringComparison.Ordinal) ||
        line.Contains("no frame!", StringComparison.Ordinal) || line.Contains("non-existing PPS", StringComparison.Ordinal) ||
        line.Contains("Error splitting", StringComparison.Ordinal) || line.Contains("partial file", StringComparison.Ordinal) ||
        line.Contains("reference picture missing", StringComparison.Ordinal) || line.Contains("Missing reference", StringComparison.Ordinal) ||
        line.Contains("damaged", StringComparison.Ordinal) || line.Contains("truncated", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True when ffmpeg had to change a stamp of the frames because it did not grow; spelled "monotonous" until ffmpeg 6, "monotonic" since. The frames are its first output:
    /// what it changes in the copied video, whose first packet by RTSP has no stamp at all, is no stamp of theirs.
    /// </summary>
    public static bool IsStampRewritten(string line) => line.Contains("Non-monoton", StringComparison.OrdinalIgnoreCase) && line.Contains("DTS", StringComparison.OrdinalIgnoreCase)
        && (line.Contains("stream 0:", StringComparison.Ordinal) || line.Contains("#0:", StringComparison.Ordinal));

    /// <summary>The failure behind a source that gave no picture.</summary>
    public static Failure Explain(MediaSource source, IReadOnlyList<string> lines)
    {
        var all = string.Join('\n', lines);
        bool Says(string what) => all.Contains(what, StringComparison.OrdinalIgnoreCase);
        if (source is MediaSource.Live)
        {
            if (Says("401 Unauthorized") || Says("403 Forbidden"))
                return new Failure(FailureKind.Unreachable, $"{source} refused the user name or password");
            if (Says("404 Not Found"))
                return new Failure(FailureKind.NotFound, $"{source}: the camera has no such stream");
            return new Failure(FailureKind.Unreachable, $"{source} gives no video{Because(lines)}");
        }
        if (Says("Permission denied"))
            return new Failure(FailureKind.Unreadable, $"{source} may not be read (permission denied)");
        if (Says("No such file"))
            return new Failure(FailureKind.NotFound, $"no such file: {source}");
        if (Says("moov atom not found"))
            return new Failure(FailureKind.Unreadable, $"{source} is an MP4 that was cut off before its index was written; nothing in it can be played");
        if (Says("Format not on whitelist"))
            return new Failure(FailureKind.Unsupported, $"{source} is a playlist or another format that is not opened");
        return new Failure(FailureKind.Unreadable, $"{source} is not a video that can be read{Because(lines)}");
    }

    // the last line usually repeats the general verdict; it is the best short one
    private static string Because(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return "";
        var text = Prefix().Replace(lines[^1], "");
        var at = text.LastIndexOf(": ", StringComparison.Ordinal);
        text = (at >= 0 ? text[(at + 2)..] : text).Trim();
        return text.Length == 0 ? "" : $" ({text})";
    }

    [GeneratedRegex(@" @ 0x[0-9a-f]+")]
    private static partial Regex Pointer();

    [GeneratedRegex(@"\b([a-z][a-z0-9+.-]{1,12})://[^\s'""]*")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^(\[[^\]]*\] ?)+")]
    private static partial Regex Prefix();
}
