using Qyran.Domain.Failures;
using Qyran.Domain.Time;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class SourceTests
{
    private static readonly string[] Pattern = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2"];

    public static TheoryData<string, string[], TimeQuality> Kinds() => new()
    {
        { "h264.mp4", ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2"], TimeQuality.Counted },
        { "hevc.mkv", ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"], TimeQuality.Counted },
        { "mpeg4.avi", ["-c:v", "mpeg4"], TimeQuality.Counted },
        { "h264.ts", ["-c:v", "libx264", "-preset", "ultrafast"], TimeQuality.Counted },
        { "mjpeg.mov", ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"], TimeQuality.Counted },
        { "vp9.webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"], TimeQuality.Counted },
        { "vp8.mkv", ["-c:v", "libvpx", "-deadline", "realtime"], TimeQuality.Counted },
        { "mpeg2.mpg", ["-c:v", "mpeg2video"], TimeQuality.Counted },
        { "h264.flv", ["-c:v", "libx264", "-preset", "ultrafast"], TimeQuality.Counted },
        { "wmv2.wmv", ["-c:v", "wmv2"], TimeQuality.Counted },
        { "ffv1.nut", ["-c:v", "ffv1"], TimeQuality.Counted },
        { "theora.ogg", ["-c:v", "libtheora"], TimeQuality.Counted },
        { "10bit.mp4", ["-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none"], TimeQuality.Counted },
        { "444.mkv", ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"], TimeQuality.Counted },
        { "raw.h264", ["-c:v", "libx264", "-preset", "ultrafast"], TimeQuality.Synthetic },
        { "raw.hevc", ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"], TimeQuality.Synthetic },
        { "raw.mjpeg", ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"], TimeQuality.Synthetic },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_container_and_codec_gives_all_its_frames_with_their_stamps(string name, string[] codec, TimeQuality quality)
    {
        var path = Clip.Make(name, [.. Pattern, .. codec]);
        var (stamps, end, start) = Read(path);
        Assert.Null(end.Failure);
        Assert.Empty(end.Gaps);
        Assert.Equal(50, stamps.Count);
        Assert.True(quality == end.Time.Quality, end.Time.Why);
        if (quality == TimeQuality.Synthetic)
            return; // nothing to compare with: the file has no stamps
        var want = Clip.Stamps(path);
        Assert.All(stamps.Zip(want), p => Assert.InRange(p.First + start - p.Second, -1, 1));
    }

    [Theory]
    [InlineData(321, 239)]
    [InlineData(33, 17)]
    [InlineData(320, 239)]
    [InlineData(161, 90)]
    public void Odd_sizes_come_to_the_pixel(int width, int height)
    {
        var path = Clip.Make("odd.mkv", "-f", "lavfi", "-i", $"testsrc=s={width}x{height}:r=25:d=0.4", "-pix_fmt", "yuv420p", "-c:v", "ffv1");
        Assert.Equal((width, height), (Clip.Look(path).Width, Clip.Look(path).Height));
        var raw = Path.ChangeExtension(path, ".yuv");
        Clip.Tool("ffmpeg", "-nostdin", "-v", "error", "-i", path, "-f", "rawvideo", raw);
        var want = File.ReadAllBytes(raw);
        var at = 0;
        var end = Clip.Reader(path, new FrameReaderSettings()).Run(f =>
        {
            using (f)
            {
                var view = f.View;
                Assert.Equal((width, height), (view.Width, view.Height));
                foreach (var plane in (ReadOnlySpan<int>)[0, 1, 2])
                {
                    var pixels = plane == 0 ? view.Y : plane == 1 ? view.U : view.V;
                    Assert.True(pixels.SequenceEqual(want.AsSpan(at, pixels.Length)), $"frame {f.Number}, plane {plane}");
                    at += pixels.Length;
                }
            }
        }, default);
        Assert.Null(end.Failure);
        Assert.Equal(want.Length, at);
    }

    [Fact]
    public void A_variable_rate_keeps_its_stamps_and_its_jitter_and_proves_no_clock()
    {
        var path = Clip.Make("vfr.mp4", [.. Pattern, "-vf", "select='not(eq(mod(n\\,5)\\,2)+eq(mod(n\\,7)\\,3))'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast"]);
        var (stamps, end, start) = Read(path);
        Assert.Null(end.Failure);
        Assert.Equal(Clip.Stamps(path), stamps.Select(s => s + start));
        Assert.Equal(TimeQuality.Counted, end.Time.Quality);
        Assert.InRange(end.Time.JitterUs, 5_000, 20_000);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void A_turned_video_comes_upright(int tag)
    {
        // a white bar at the left edge of the coded picture, the rest black
        var flat = Clip.Make("flat.mp4", "-f", "lavfi", "-i", "color=black:s=160x90:r=25:d=0.4", "-vf", "drawbox=x=0:y=0:w=20:h=90:color=white:t=fill", "-c:v", "libx264", "-preset", "ultrafast");
        var path = Clip.Make("turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v:0", $"rotate={tag}");
        var video = Clip.Look(path);
        Assert.SkipUnless(video.RotationDegrees != 0, "this ffmpeg does not write the rotation that way");
        // versions of ffmpeg disagree whether the tag they write turns clockwise; what the file says in the end must be what is done
        var degrees = video.RotationDegrees;
        Assert.True(degrees == tag || degrees == 360 - tag);
        Assert.Equal(degrees == 180 ? (160, 90) : (90, 160), (video.Width, video.Height));
        var frames = 0;
        var end = Clip.Reader(path, new FrameReaderSettings()).Run(f =>
        {
            using (f)
            {
                frames++;
                var view = f.View;
                Assert.Equal((video.Width, video.Height), (view.Width, view.Height));
                // clockwise: left goes to the top, to the right, to the bottom
                var (x, y) = degrees switch { 90 => (45, 5), 180 => (154, 45), _ => (45, 154) };
                Assert.True(view.Y[(y * view.Width) + x] > 200);
                Assert.True(view.Y[(80 * view.Width) + 45] < 40);
            }
        }, default);
        Assert.Null(end.Failure);
        Assert.Equal(10, frames);
    }

    [Fact]
    public void A_cover_picture_is_not_the_video()
    {
        var cover = Clip.Make("cover.jpg", "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", "-update", "1");
        var video = Clip.Make("video.mp4", [.. Pattern, "-c:v", "libx264", "-preset", "ultrafast"]);
        var path = Clip.Make("both.mp4", "-i", cover, "-i", video, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic");
        var look = Clip.Look(path);
        Assert.Equal((160, 90, "h264"), (look.Width, look.Height, look.Codec));
        Assert.Equal(50, Read(path).Stamps.Count);

        var song = Clip.Make("song.m4a", "-f", "lavfi", "-i", "sine=d=1", "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", "-c:a", "aac", "-disposition:v:0", "attached_pic");
        Assert.Contains("holds no video", Refused(song).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_alone_is_refused()
    {
        var failure = Refused(Clip.Make("sound.mp4", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac"));
        Assert.Equal((FailureKind.Unreadable, "sound.mp4 holds no video stream"), (failure.Kind, failure.Text));
    }

    [Fact]
    public void A_change_of_size_on_the_way_keeps_the_promised_size_and_every_frame()
    {
        var first = Clip.Make("first.ts", [.. Pattern, "-c:v", "libx264", "-preset", "ultrafast"]);
        var second = Clip.Make("second.ts", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast", "-output_ts_offset", "2");
        var path = Path.Combine(Path.GetDirectoryName(first)!, "changes.ts");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);
        var (stamps, end, _) = Read(path, f => Assert.Equal((160, 90), (f.View.Width, f.View.Height)));
        Assert.Null(end.Failure);
        Assert.InRange(stamps.Count, 98, 100);
    }

    [Fact]
    public void Stamps_that_start_again_are_told_and_no_frame_is_lost()
    {
        var once = Clip.Make("once.ts", [.. Pattern, "-c:v", "libx264", "-preset", "ultrafast"]);
        var path = Path.Combine(Path.GetDirectoryName(once)!, "twice.ts");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(once), .. File.ReadAllBytes(once)]);
        var (stamps, end, _) = Read(path);
        Assert.InRange(stamps.Count, 98, 100);
        Assert.True(end.Time.Quality == TimeQuality.Broken, end.Time.Why);
        Assert.All(stamps.Zip(stamps.Skip(1)), p => Assert.True(p.Second >= p.First));
    }

    private static (List<long> Stamps, ReadEnd End, long Start) Read(string path, Action<Frame>? look = null)
    {
        var stamps = new List<long>();
        var reader = Clip.Reader(path, new FrameReaderSettings());
        var end = reader.Run(f =>
        {
            using (f)
            {
                look?.Invoke(f);
                stamps.Add(f.Time.MediaUs);
            }
        }, default);
        Assert.Equal(0, reader.FramesOut);
        Assert.False(Clip.ChildrenRun(path));
        return (stamps, end, reader.StartPtsUs ?? 0);
    }

    private static Failure Refused(string path) =>
        Assert.IsType<ProbeOutcome.Failed>(Probe.Read(new MediaSource.File(path), TimeSpan.FromSeconds(20), default)).Failure;
}
