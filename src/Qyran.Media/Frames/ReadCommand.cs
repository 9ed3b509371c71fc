using System.Globalization;
using System.Text;

namespace Qyran.Media;

/// <summary>The ffmpeg command line of one reading, made from typed settings only; the one outside text in it is the source's guarded address.</summary>
internal static class ReadCommand
{
    /// <summary>
    /// Stamps are moved up by this many seconds × the clock's numerator on their way through the pipe, because NUT cannot carry the negative ones some files
    /// start with; a whole number of ticks and of seconds, so nothing is rounded.
    /// </summary>
    public const long ShiftSeconds = 10_000;

    public static string[] Arguments(MediaSource source, VideoInfo video, FrameReaderSettings settings, FrameLayout layout, string? fragmentsTo = null)
    {
        var list = new List<string> { "-hide_banner", "-nostdin", "-nostats", "-v", "repeat+level+info", "-benchmark", "-filter_complex_threads", "1" };
        list.AddRange(source.Guard);
        list.AddRange(["-threads", Text(Math.Clamp(settings.DecodeThreads, 1, 16)), .. Pace(source, video), "-copyts", "-i", source.Address]);
        var recoded = fragmentsTo is not null && settings.Blackened.Length > 0;
        list.AddRange(["-filter_complex", Graph(video, settings, layout, recoded)]);
        for (var i = 0; i < layout.Streams; i++)
            list.AddRange(["-map", $"[p{Text(i)}]"]);
        // the clock's own tick: ffmpeg would round stamps to the nominal rate otherwise
        list.AddRange(["-fps_mode", "passthrough", "-enc_time_base", $"{Text(video.TimeBaseNum)}:{Text(video.TimeBaseDen)}", "-c:v", "rawvideo",
            "-max_error_rate", "1",
            // an index is for who seeks: kept until the end it would take a camera's memory, half a gigabyte a day
            "-write_index", "0", "-f", "nut", "pipe:1"]);
        if (settings.RecordTo is { } record && source is MediaSource.Live)
        {
            list.AddRange(["-map", "0:V:0", "-c", "copy", "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof",
                "-frag_duration", "1000000", "-flush_packets", "1", "-n", $"file:{Path.GetFullPath(record)}"]);
        }
        if (fragmentsTo is not null)
            list.AddRange([.. recoded ? Recording.FragmentOutput.Recoded(video) : Recording.FragmentOutput.Copied, fragmentsTo]);
        return [.. list];
    }

    /// <summary>How far the stamps of the coded video are moved up, s: what is encoded anew comes out of the graph, which moves by ticks of the source's clock; what is copied is moved by seconds.</summary>
    public static long ShiftOf(VideoInfo video, FrameReaderSettings settings) => ShiftSeconds * (settings.Blackened.Length > 0 ? video.TimeBaseNum : 1);

    /// <summary>How fast and by which clock the source runs.</summary>
    public static string[] Pace(MediaSource source, VideoInfo video) => source switch
    {
        MediaSource.Played => ["-re", "-stream_loop", "-1"],
        // pictures without stamps: ffmpeg would count 25 a second whatever comes; when they come is at least true
        MediaSource.Live when video.Container is "mpjpeg" or "mjpeg" => ["-use_wallclock_as_timestamps", "1"],
        _ => [],
    };

    /// <summary>A stamp from the pipe in µs of the source's own clock: rounded to the nearest, the shift taken off.</summary>
    public static long ToUs(NutStream clock, long ticks, VideoInfo video)
    {
        var scaled = (Int128)ticks * clock.TimeBaseNum * 1_000_000;
        var us = (long)((scaled + (clock.TimeBaseDen / 2)) / clock.TimeBaseDen);
        return us - (ShiftSeconds * video.TimeBaseNum * 1_000_000);
    }

    /// <summary>The graph of a reading that decodes only to blacken: its one output is <c>[rec]</c>.</summary>
    public static string BlackenedGraph(VideoInfo video, FrameReaderSettings settings) => $"{Head(video, settings)}[rec]";

    /// <summary>
    /// The whole picture with stamps moved up and the blackened zones black: nothing behind this ever sees what is in them. A source may change its size on the way; everything
    /// downstream stays as promised (a scale to the same size passes pictures through). A stamp that does not grow is moved to one tick after the last, as the muxer would, but before
    /// the streams part: moved by each on its own, the sparse one falls behind and the muxer keeps every picture until the old time is reached again.
    /// </summary>
    private static string Head(VideoInfo video, FrameReaderSettings settings)
    {
        var up = $"PTS+{Text(ShiftSeconds * video.TimeBaseDen)}";
        var grown = video.TicksFinely ? $"'if(isnan(PREV_OUTPTS),{up},max({up},PREV_OUTPTS+1))'" : up;
        var text = new StringBuilder($"[0:V:0]setpts={grown},scale={Text(video.Width)}:{Text(video.Height)}");
        foreach (var zone in settings.Blackened)
        {
            var box = zone.In(video.Width, video.Height);
            text.Append(CultureInfo.InvariantCulture, $",drawbox=x={box.X}:y={box.Y}:w={box.Width}:h={box.Height}:color=black:t=fill");
        }
        return text.ToString();
    }

    private static string Graph(VideoInfo video, FrameReaderSettings settings, FrameLayout layout, bool recoded)
    {
        var (width, height, _) = layout.Part(0);
        var flags = settings.Scaling == ScaleQuality.Area ? "area" : "fast_bilinear";
        var small = (width, height) == (video.Width, video.Height) ? "" : $"scale={Text(width)}:{Text(height)}:flags={flags},";
        // full-range yuvj420p has the same layout and needs no conversion
        const string format = "format=yuv420p|yuvj420p";
        var crops = layout.Crops;
        var text = new StringBuilder(Head(video, settings));
        if (layout.Streams == 1 && !recoded)
            return text.Append(CultureInfo.InvariantCulture, $",{small}{format}[p0]").ToString();
        text.Append(CultureInfo.InvariantCulture, $",split={layout.Streams + (recoded ? 1 : 0)}[s0]");
        for (var i = 1; i < layout.Streams; i++)
            text.Append(CultureInfo.InvariantCulture, $"[s{i}]");
        text.Append(CultureInfo.InvariantCulture, $"{(recoded ? "[rec]" : "")};[s0]{small}{format}[p0]");
        for (var i = 1; i <= crops.Length; i++)
        {
            var c = crops[i - 1];
            text.Append(CultureInfo.InvariantCulture, $";[s{i}]crop={c.Width}:{c.Height}:{c.X}:{c.Y},{format}[p{i}]");
        }
        if (layout.HasWhole)
        {
            // A little less than asked: stamps have play. Those whose stamp was moved too, and the first after a step back of a coarse clock, or the other streams would wait for one for ever.
            // Not by a change of format: that would stretch the values to the full range.
            var apart = 0.95 * settings.WholeEvery!.Value.TotalSeconds;
            var moved = video.TicksFinely ? "1.5*TB" : "0";
            text.Append(CultureInfo.InvariantCulture, $";[s{layout.Parts}]select='isnan(prev_selected_t)+gte(t-prev_selected_t,{apart})+lte(t-prev_t,{moved})',{format},extractplanes=y[p{layout.Parts}]");
        }
        return text.ToString();
    }

    private static string Text(long n) => n.ToString(CultureInfo.InvariantCulture);
}
