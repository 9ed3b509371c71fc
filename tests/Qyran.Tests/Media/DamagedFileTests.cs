using System.Text;
using Qyran.Domain.Failures;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class DamagedFileTests
{
    private static string Whole(string name, params string[] codec) => Clip.Make(name, ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6", .. codec]);

    [Theory]
    [InlineData("cut.mp4", "-c:v libx264 -preset ultrafast -movflags +faststart", 0.6, true)]
    [InlineData("cut.mkv", "-c:v libx264 -preset ultrafast", 0.6, true)]
    [InlineData("cut.avi", "-c:v mpeg4", 0.6, false)] // ffmpeg cuts an AVI's declared length down to what its size allows
    [InlineData("cut.ts", "-c:v libx264 -preset ultrafast", 0.6, false)] // a transport stream declares no length
    [InlineData("cut.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8", 0.6, true)]
    public void A_cut_off_file_gives_what_is_there_and_tells_the_rest(string name, string codec, double kept, bool told)
    {
        var path = Whole(name, codec.Split(' '));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(int)(bytes.Length * kept)]);
        var (frames, lastUs, end) = Read(path);
        Assert.Null(end.Failure);
        Assert.InRange(frames, 60, 115);
        if (told)
            Assert.Contains(end.Gaps, g => g.ToUs > 5_900_000 && g.FromUs <= lastUs + 40_000);
    }

    [Theory]
    [InlineData("longer.mkv", 0, 7)]
    [InlineData("earlier.mkv", 2, 6)]
    [InlineData("longer.flv", 0, 7)] // declares one length for both
    public void A_whole_file_whose_sound_lasts_longer_than_its_pictures_has_no_gap(string name, int picturesFrom, int sound)
    {
        var path = Clip.Make(name, "-itsoffset", $"{picturesFrom}", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-f", "lavfi", "-i", $"sine=d={sound}", "-map", "0", "-map", "1",
            "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        var (frames, _, end) = Read(path);
        Assert.Equal(100, frames);
        Assert.Empty(end.Gaps);
    }

    [Theory]
    [InlineData("cut.mkv")]
    [InlineData("cut.flv")]
    public void A_file_that_declares_one_length_for_pictures_and_sound_is_told_when_both_are_cut_off(string name)
    {
        var path = Clip.Make(name, "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=10", "-f", "lavfi", "-i", "sine=d=10", "-map", "0", "-map", "1", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac");
        // many programs write what Matroska says of each track at the file's end, where a cut takes it away
        var bytes = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(File.ReadAllBytes(path)).Replace("DURATION", "DURATIOM", StringComparison.Ordinal));
        File.WriteAllBytes(path, bytes[..(bytes.Length * 6 / 10)]);
        Assert.Null(Clip.Look(path).PicturesLast);
        var (frames, lastUs, end) = Read(path);
        Assert.Null(end.Failure);
        Assert.InRange(frames, 100, 190);
        Assert.Contains(end.Gaps, g => g.Why == "the file ends before the length it declares" && g.FromUs == lastUs && g.ToUs is > 9_900_000 and < 10_100_000);
    }

    [Fact]
    public void An_mp4_cut_before_its_index_says_so()
    {
        var path = Whole("cut.mp4", "-c:v", "libx264", "-preset", "ultrafast");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        var failure = Assert.IsType<ProbeOutcome.Failed>(Probe.Read(new MediaSource.File(path), TimeSpan.FromSeconds(20), default)).Failure;
        Assert.Equal(FailureKind.Unreadable, failure.Kind);
        Assert.Contains("cut off before its index", failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flip.mp4", "-c:v libx264 -preset ultrafast -g 25 -movflags +faststart")]
    [InlineData("flip.mkv", "-c:v libx264 -preset veryfast -g 25")]
    [InlineData("flip.ts", "-c:v libx264 -preset ultrafast -g 25")]
    [InlineData("flip.avi", "-c:v mpeg4 -g 25")]
    [InlineData("mjpeg.mkv", "-c:v mjpeg -pix_fmt yuvj420p -q:v 3")]
    public void Flipped_bits_cost_some_frames_and_leave_gaps(string name, string codec)
    {
        var path = Whole(name, codec.Split(' '));
        var bytes = File.ReadAllBytes(path);
        var random = new Random(11);
        // in the middle three fifths: the index and the headers stay
        for (var i = 0; i < 60; i++)
            bytes[random.Next(bytes.Length / 5, bytes.Length * 4 / 5)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
        var (frames, _, end) = Read(path);
        Assert.Null(end.Failure);
        Assert.InRange(frames, 90, 150);
        Assert.NotEmpty(end.Gaps);
        Assert.All(end.Gaps, g => Assert.True(g.ToUs >= g.FromUs && g.Why.Length > 0));
        Assert.Equal(end.Gaps.OrderBy(g => g.FromUs), end.Gaps);
    }

    [Fact]
    public void A_hole_in_the_middle_is_found()
    {
        var whole = Whole("whole.ts", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25");
        var bytes = File.ReadAllBytes(whole);
        var (from, to) = (bytes.Length / 188 * 2 / 5 * 188, bytes.Length / 188 * 3 / 5 * 188);
        var path = Path.Combine(Path.GetDirectoryName(whole)!, "hole.ts");
        File.WriteAllBytes(path, [.. bytes[..from], .. bytes[to..]]);
        var (frames, _, end) = Read(path);
        Assert.Null(end.Failure);
        Assert.InRange(frames, 90, 140);
        // about a fifth of the six seconds is gone
        Assert.Contains(end.Gaps, g => g.FromUs < 3_000_000 && g.ToUs > 3_000_000);
    }

    private static (int Frames, long LastUs, ReadEnd End) Read(string path)
    {
        var (frames, last) = (0, 0L);
        var reader = Clip.Reader(path, new FrameReaderSettings());
        var end = reader.Run(f =>
        {
            using (f)
                (frames, last) = (frames + 1, f.Time.MediaUs);
        }, default);
        Assert.Equal(0, reader.FramesOut);
        Assert.False(Clip.ChildrenRun(path));
        return (frames, last, end);
    }
}
