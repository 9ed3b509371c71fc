using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class ClipTests
{
    // a clip whose every frame says its own number in its brightness pattern, with uneven steps
    private static string Uneven(string name, params string[] codec) => Clip.Make(name, ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=8",
        "-vf", "select='not(eq(mod(n\\,7)\\,3))'", "-fps_mode", "vfr", .. codec]);

    [Fact]
    public void Stills_show_exactly_the_asked_frames()
    {
        var path = Uneven("uneven.mp4", "-c:v", "libx264", "-g", "50", "-bf", "2", "-preset", "ultrafast");
        var stamps = Clip.Stamps(path);
        long[] asked = [stamps[150], stamps[3], stamps[60], stamps[61]];
        var stills = StillGrabber.Grab(path, asked, default, out var failure);
        Assert.Null(failure);
        Assert.Equal(asked.Length, stills.Count);
        var luma = Lumas(path);
        for (var i = 0; i < asked.Length; i++)
        {
            Assert.InRange(stills[i].PtsUs - asked[i], -1, 1);
            Assert.Equal((320, 180), (stills[i].Width, stills[i].Height));
            Assert.Equal(stamps.IndexOf(asked[i]), Nearest(luma, Luma(stills[i])));
        }
    }

    [Fact]
    public void A_still_is_exact_where_seeking_lands_behind_it()
    {
        var path = Uneven("long.ts", "-c:v", "libx264", "-g", "80", "-keyint_min", "80", "-preset", "ultrafast");
        var stamps = Clip.Stamps(path);
        long[] asked = [stamps[78], stamps[158]];
        var stills = StillGrabber.Grab(path, asked, default, out var failure);
        Assert.Null(failure);
        Assert.Equal(asked, stills.Select(s => s.PtsUs));
        var luma = Lumas(path);
        Assert.Equal(78, Nearest(luma, Luma(stills[0])));
        Assert.Equal(158, Nearest(luma, Luma(stills[1])));
    }

    [Fact]
    public void Between_two_frames_the_nearer_is_taken()
    {
        var path = Uneven("uneven.mp4", "-c:v", "libx264", "-preset", "ultrafast");
        var stamps = Clip.Stamps(path);
        var stills = StillGrabber.Grab(path, [stamps[40] + 9_000], default, out var failure);
        Assert.Null(failure);
        Assert.InRange(stills[0].PtsUs - stamps[40], -1, 1);
    }

    [Theory]
    [InlineData("source.mp4", "libx264", true)]
    [InlineData("source.mkv", "libx264", true)]
    [InlineData("source.ts", "libx264", true)]
    [InlineData("source.avi", "mpeg4", true)]
    [InlineData("source.mkv", "ffv1", false)]
    public void A_cut_clip_maps_exactly_onto_its_source(string name, string codec, bool exact)
    {
        var path = Uneven(name, "-c:v", codec, "-g", "25");
        var stamps = Clip.Stamps(path);
        var (from, to) = (stamps[70], stamps[120]);
        var clip = ClipCutter.Cut(path, from, to, Path.Combine(Path.GetDirectoryName(path)!, "cut.mp4"), default, out var failure);
        Assert.Null(failure);
        Assert.True(clip!.FromUs <= from && clip.ToUs >= to, $"{clip.FromUs} <= {from}, {clip.ToUs} >= {to}");
        Assert.InRange(from - clip.FromUs, 0, 3_000_000);
        Assert.Equal(exact, clip.TimesExact);
        var (source, cut) = (Lumas(path), Lumas(clip.Path));
        var cutStamps = Clip.Stamps(clip.Path);
        Assert.Equal(cut.Count, cutStamps.Count);
        for (var i = 0; i < cut.Count; i++)
        {
            var same = Nearest(source, cut[i]);
            Assert.InRange(cutStamps[i] + clip.OffsetUs - stamps[same], exact ? -2 : -1000, exact ? 2 : 1000);
        }
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "cut.mp4.part")));
    }

    [Fact]
    public void A_written_video_keeps_its_uneven_times_and_pictures()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("qyran-media-").FullName, "out.mp4");
        using var writer = VideoWriter.Open(path, 64, 48, PixelLayout.Bgra, out var failure)!;
        Assert.Null(failure);
        long[] times = [0, 33_333, 66_667, 200_000, 233_333, 1_000_001];
        var pixels = new byte[64 * 48 * 4];
        for (var i = 0; i < times.Length; i++)
        {
            Array.Fill(pixels, (byte)(40 * i));
            Assert.Null(writer.Write(pixels, times[i]));
        }
        Assert.False(File.Exists(path));
        Assert.Null(writer.Finish());
        var got = Clip.Stamps(path);
        Assert.Equal(times.Length, got.Count);
        for (var i = 0; i < times.Length; i++)
            Assert.InRange(got[i] - got[0] - times[i], -1, 1);
        var lumas = Lumas(path);
        for (var i = 1; i < lumas.Count; i++)
            Assert.True(lumas[i][100] > lumas[i - 1][100] + 20);
    }

    [Fact]
    public void A_writer_that_is_not_finished_leaves_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-media-").FullName;
        using (var writer = VideoWriter.Open(Path.Combine(folder, "out.mp4"), 64, 48, PixelLayout.Yuv420, out _)!)
            writer.Write(new byte[64 * 48 * 3 / 2], 0);
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Null(VideoWriter.Open(Path.Combine(folder, "missing", "out.mp4"), 64, 48, PixelLayout.Yuv420, out var failure));
        Assert.Equal(Qyran.Domain.Failures.FailureKind.CannotWrite, failure!.Kind);
    }

    [Fact]
    public void Decoding_alone_is_measured()
    {
        var path = Material.Need("videos/opencv4nodejs_junction.mp4");
        var cost = DecodeCost.Measure(path, TimeSpan.FromSeconds(5), default, out var failure);
        Assert.Null(failure);
        Assert.InRange(cost!.CpuSeconds, 0.01, 20);
        Assert.Equal(5, cost.VideoSeconds);
    }

    [Fact]
    public void The_length_of_a_raw_stream_is_what_was_decoded()
    {
        var path = Clip.Make("raw.h264", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast");
        var cost = DecodeCost.Measure(path, null, default, out var failure);
        Assert.Null(failure);
        Assert.InRange(cost!.VideoSeconds, 1.9, 2.1);
    }

    private static List<byte[]> Lumas(string path)
    {
        var all = new List<byte[]>();
        Clip.Reader(path, new FrameReaderSettings { MaxAnalysisWidth = 160, Scaling = ScaleQuality.Area }).Run(f =>
        {
            using (f)
                all.Add(f.View.Y.ToArray());
        }, default);
        return all;
    }

    // a photo is no video: ffmpeg's own picture reader makes it as small as the frames it is compared with
    private static byte[] Luma(Still still)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-media-").FullName;
        var (jpeg, grey) = (Path.Combine(folder, "still.jpg"), Path.Combine(folder, "still.grey"));
        File.WriteAllBytes(jpeg, still.Jpeg);
        Clip.Tool("ffmpeg", "-nostdin", "-v", "error", "-f", "mjpeg", "-i", jpeg, "-vf", "scale=160:90:flags=area:in_range=full:out_range=tv,format=gray", "-f", "rawvideo", grey);
        return File.ReadAllBytes(grey);
    }

    private static int Nearest(List<byte[]> among, byte[] picture)
    {
        var (best, index) = (long.MaxValue, -1);
        for (var i = 0; i < among.Count; i++)
        {
            long sum = 0;
            for (var k = 0; k < picture.Length; k++)
                sum += Math.Abs(among[i][k] - picture[k]);
            if (sum < best)
                (best, index) = (sum, i);
        }
        return index;
    }
}
