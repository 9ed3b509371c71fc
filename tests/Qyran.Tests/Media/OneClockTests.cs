using Qyran.Domain.Failures;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class OneClockTests
{
    private static readonly string[] Pattern = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4"];

    [Theory]
    [InlineData("once.ts", "-c:v libx264 -preset veryfast")]
    [InlineData("once.mpg", "-c:v mpeg2video")]
    [InlineData("once.mkv", "-c:v libx264 -preset veryfast")]
    [InlineData("once.mp4", "-c:v libx264 -preset veryfast -movflags frag_keyframe+empty_moov+default_base_moof")]
    public void Two_recordings_put_together_are_found_in_every_container(string name, string codec)
    {
        var once = Clip.Make(name, [.. Pattern, .. codec.Split(' ')]);
        Assert.Null(OneClock.Check(once, _ => { }, default));
        var failure = OneClock.Check(Joined(once, once), _ => { }, default);
        Assert.NotNull(failure);
        Assert.Equal(FailureKind.Unreadable, failure.Kind);
        Assert.Matches(@"^joined\.\w+: its clock goes back by (3\.9|4\.0) s after (3\.[89]|4\.0)\d+ s, so the same instants are in it twice", failure.Text);
    }

    [Theory]
    [InlineData("10", "the recorder paused")]
    [InlineData("3.2", "its clock was set back by a second: what is judged with that in it is undecided")]
    public void A_clock_that_goes_on_is_one(string offset, string what)
    {
        var first = Clip.Make("first.ts", [.. Pattern, "-c:v", "libx264", "-preset", "veryfast"]);
        var second = Clip.Make("second.ts", [.. Pattern, "-c:v", "libx264", "-preset", "veryfast", "-output_ts_offset", offset]);
        Assert.True(OneClock.Check(Joined(first, second), _ => { }, default) is null, what);
    }

    [Fact]
    public void A_clock_set_back_is_found_at_one_frame_a_second_too()
    {
        string[] slow = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=1:d=10", "-c:v", "libx264", "-preset", "veryfast", "-bf", "0"];
        var first = Clip.Make("first.ts", slow);
        var second = Clip.Make("second.ts", [.. slow, "-output_ts_offset", "6.5"]);
        var failure = OneClock.Check(Joined(first, second), _ => { }, default);
        Assert.NotNull(failure);
        Assert.Contains("goes back by 2.5 s after 9.000 s", failure.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set back by 2.5 s, a frame a second", 2.5, 97.0, 98.0, 99.0, 96.5, 97.5, 98.5)]
    [InlineData("set back by 1.1 s, two frames a second", 1.1, 9.0, 9.5, 10.0, 8.9, 9.4, 9.9)]
    [InlineData("a recording behind another", 99.08, 99.0, 99.04, 99.08, 0.0, 0.04, 0.08)]
    [InlineData("set back by less than a second", null, 9.0, 9.04, 9.08, 8.2, 8.24, 8.28)]
    [InlineData("one damaged stamp, too late", null, 9.0, 9.04, 99.0, 9.12, 9.16, 9.2)]
    [InlineData("one damaged stamp, too early", null, 9.0, 9.04, 9.08, 0.0, 9.16, 9.2)]
    [InlineData("two damaged stamps, too late", null, 9.0, 99.0, 99.04, 9.12, 9.16, 9.2)]
    [InlineData("two damaged stamps, too early", null, 9.0, 9.04, 9.08, 0.0, 0.04, 9.2)]
    [InlineData("a camera that begins to send more frames", null, 0.0, 2.0, 4.0, 4.04, 4.08, 4.12)]
    public void Damaged_stamps_set_no_clock(string what, double? back, double a, double b, double c, double d, double e, double f)
    {
        var found = OneClock.SetBack([a, b, c, d, e, f]);
        Assert.True(back is { } s ? found is { } by && Math.Abs(by - s) < 1e-6 : found is null, what);
    }

    [Fact]
    public void What_the_page_on_results_says_cuts_a_transport_stream_in_two_true_parts()
    {
        var once = Clip.Make("once.ts", [.. Pattern, "-c:v", "libx264", "-preset", "veryfast"]);
        var joined = Joined(once, once);
        var seconds = OneClock.Check(joined, _ => { }, default)!.Text.Split(" after ")[1].Split(' ')[0];
        var parts = Path.Combine(Path.GetDirectoryName(joined)!, "part%d.mkv");
        Clip.Tool("ffmpeg", "-nostdin", "-v", "error", "-i", joined, "-map", "0:v:0", "-c", "copy", "-f", "segment", "-segment_times", seconds, parts);
        foreach (var n in (string[])["0", "1"])
        {
            var stamps = Clip.Stamps(parts.Replace("%d", n, StringComparison.Ordinal));
            Assert.Equal(100, stamps.Count);
            Assert.All(stamps.Skip(1).Zip(stamps), s => Assert.InRange(s.First - s.Second, 39_000, 41_000));
        }
    }

    [Fact]
    public void It_tells_how_far_it_is()
    {
        var told = new List<double>();
        Assert.Null(OneClock.Check(Clip.Make("long.ts", "-f", "lavfi", "-i", "color=s=32x32:r=25:d=170", "-c:v", "mpeg2video"), told.Add, default));
        Assert.InRange(Assert.Single(told), 163, 165);
    }

    [Fact]
    public void What_is_no_video_is_for_others_to_refuse()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("qyran-media-").FullName, "text.ts");
        File.WriteAllText(path, "this is no video");
        Assert.Null(OneClock.Check(path, _ => { }, default));
    }

    private static string Joined(string first, string second)
    {
        var path = Path.Combine(Path.GetDirectoryName(first)!, "joined" + Path.GetExtension(first));
        File.WriteAllBytes(path, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);
        return path;
    }
}
