using System.Globalization;
using System.Text.Json;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>Looks into a source without decoding it: what its first video stream is.</summary>
public static class Probe
{
    private const int MostBytes = 1 << 20;

    /// <summary>Starts ffprobe and waits for it, at most <paramref name="timeout"/>.</summary>
    public static ProbeOutcome Read(MediaSource source, TimeSpan timeout, CancellationToken stop)
    {
        if (source.Refusal() is { } refusal)
            return new ProbeOutcome.Failed(refusal);
        string[] arguments = ["-v", "level+warning", .. source.Guard, "-of", "json", "-show_entries",
            "format=format_name,duration,start_time:stream=index,codec_type,codec_name,width,height,pix_fmt,r_frame_rate,avg_frame_rate,time_base,start_time,duration:stream_disposition=attached_pic:stream_side_data=rotation:stream_tags=rotate,DURATION",
            "-i", source.Address];
        using var child = Child.Start("ffprobe", arguments, feed: false, onLine: null, out var failure);
        if (child is null)
            return new ProbeOutcome.Failed(failure!);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(timeout);
        using var kill = late.Token.Register(child.Kill);
        var text = new MemoryStream();
        var bytes = new byte[16384];
        int n;
        while (text.Length < MostBytes && (n = child.Output.Read(bytes)) > 0)
            text.Write(bytes, 0, n);
        if (text.Length >= MostBytes)
            child.Kill();
        child.Wait();
        if (stop.IsCancellationRequested)
            return new ProbeOutcome.Failed(new Failure(FailureKind.Cancelled, "stopped while looking into the video"));
        if (late.IsCancellationRequested)
            return new ProbeOutcome.Failed(new Failure(FailureKind.Unreachable, $"{source} did not answer within {timeout.TotalSeconds:0} s"));
        return Understand(source, text.ToArray(), child.LastLines);
    }

    /// <summary>How many pictures a file holds, counted without decoding; 0 when that cannot be told.</summary>
    public static long CountFrames(MediaSource.Played source, CancellationToken stop)
    {
        using var child = Child.Start("ffprobe", ["-v", "error", .. source.Guard, "-select_streams", "V:0", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0",
            "-i", source.Address], feed: false, onLine: null, out _);
        if (child is null)
            return 0;
        using var kill = stop.Register(child.Kill);
        using var reader = new StreamReader(child.Output);
        var text = reader.ReadToEnd();
        child.Wait();
        return long.TryParse(text.AsSpan().Trim().TrimEnd(','), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
    }

    /// <summary>The last stamp of any stream of a file, found without decoding, s; null when that cannot be told.</summary>
    internal static double? LastStamp(MediaSource.File source, CancellationToken stop)
    {
        using var child = Child.Start("ffprobe", ["-v", "error", .. source.Guard, "-show_entries", "packet=pts_time", "-of", "csv=p=0", "-i", source.Address], feed: false, onLine: null, out _);
        if (child is null)
            return null;
        using var kill = stop.Register(child.Kill);
        using var reader = new StreamReader(child.Output);
        double? last = null;
        while (reader.ReadLine() is { } line)
        {
            if (double.TryParse(line.AsSpan().TrimEnd(','), NumberStyles.Float, CultureInfo.InvariantCulture, out var at) && double.IsFinite(at))
                last = Math.Max(last ?? at, at);
        }
        child.Wait();
        return stop.IsCancellationRequested ? null : last;
    }

    private static ProbeOutcome Understand(MediaSource source, byte[] json, string[] lines)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (!root.TryGetProperty("streams", out var streams) || !root.TryGetProperty("format", out var format))
                return new ProbeOutcome.Failed(Complaint.Explain(source, lines));
            foreach (var stream in streams.EnumerateArray())
            {
                if (Text(stream, "codec_type") == "video" && !IsCover(stream))
                    return Video(source, stream, format, alone: streams.GetArrayLength() == 1);
            }
            return new ProbeOutcome.Failed(new Failure(FailureKind.Unreadable, $"{source} holds no video stream"));
        }
        catch (JsonException)
        {
            return new ProbeOutcome.Failed(Complaint.Explain(source, lines));
        }
    }

    private static ProbeOutcome Video(MediaSource source, JsonElement stream, JsonElement format, bool alone)
    {
        var (width, height) = (Whole(stream, "width"), Whole(stream, "height"));
        if (width is < 16 or > 16384 || height is < 16 or > 16384)
            return new ProbeOutcome.Failed(new Failure(FailureKind.Unreadable, $"{source}: its picture size {width}x{height} makes no sense"));
        var (baseNum, baseDen) = Ratio(Text(stream, "time_base"));
        if (baseNum < 1 || baseDen < 1)
            return new ProbeOutcome.Failed(new Failure(FailureKind.Unreadable, $"{source} does not say how fast its clock ticks"));
        var turn = Turn(stream);
        if (turn is 90 or 270)
            (width, height) = (height, width);
        var duration = source is MediaSource.Live ? null : Seconds(stream, "duration") ?? Seconds(format, "duration");
        return new ProbeOutcome.Found(new VideoInfo(width, height, turn, Text(stream, "codec_name") ?? "unknown", Text(format, "format_name") ?? "unknown",
            duration, Rate(Text(stream, "r_frame_rate")), Rate(Text(stream, "avg_frame_rate")), baseNum, baseDen, Text(stream, "pix_fmt") ?? "unknown",
            source is MediaSource.Live, (long)Math.Round((Number(format, "start_time") ?? 0) * 1e6))
        {
            PicturesLast = source is MediaSource.Live ? null : PicturesLast(stream, format, alone),
        });
    }

    private static TimeSpan? PicturesLast(JsonElement stream, JsonElement format, bool alone)
    {
        if (Seconds(stream, "duration") is { } own)
            return own;
        // counted from the file's own zero; where it is not (mkvmerge's) the file only promises less
        var until = TaggedEnd(stream) ?? (alone ? Number(format, "duration") : null);
        return until - Math.Max(0, Number(stream, "start_time") ?? 0) is { } last and > 0 ? TimeSpan.FromSeconds(last) : null;
    }

    // Matroska and WebM say of each track when it ends, as 00:00:04.027000000
    private static double? TaggedEnd(JsonElement stream) =>
        stream.TryGetProperty("tags", out var tags) && Text(tags, "DURATION")?.Split(':') is [var h, var m, var s] &&
        int.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && int.TryParse(m, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) &&
        double.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) &&
        (3600.0 * hours) + (60.0 * minutes) + seconds is > 0 and < 1e8 and var end ? end : null;

    private static bool IsCover(JsonElement stream) => stream.TryGetProperty("disposition", out var d) && Whole(d, "attached_pic") == 1;

    // the display matrix turns counter-clockwise, our word is clockwise
    private static int Turn(JsonElement stream)
    {
        var degrees = 0;
        if (stream.TryGetProperty("side_data_list", out var sides))
        {
            foreach (var side in sides.EnumerateArray())
            {
                if (side.TryGetProperty("rotation", out var r) && r.TryGetDouble(out var value) && double.IsFinite(value))
                    degrees = -(int)Math.Round(value);
            }
        }
        return (int)(Math.Round((((degrees % 360) + 360) % 360) / 90.0) * 90) % 360;
    }

    private static string? Text(JsonElement at, string name) => at.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;

    private static int Whole(JsonElement at, string name) => at.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out var n) ? n : 0;

    private static double? Number(JsonElement at, string name) =>
        double.TryParse(Text(at, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var s) && s is > -1e8 and < 1e8 ? s : null;

    private static TimeSpan? Seconds(JsonElement at, string name) => Number(at, name) is { } s and > 0 ? TimeSpan.FromSeconds(s) : null;

    private static double? Rate(string? text) => Ratio(text) is { Num: > 0, Den: > 0 } r && (double)r.Num / r.Den is var fps && fps is > 0 and <= 1000 ? fps : null;

    private static (long Num, long Den) Ratio(string? text)
    {
        var parts = text?.Split('/') ?? [];
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n) &&
            int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var d) ? (n, d) : (0, 0);
    }
}
