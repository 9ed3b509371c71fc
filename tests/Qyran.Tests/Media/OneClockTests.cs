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
        Assert.Null(OneClock.Check(once, default));
        var failure = OneClock.Check(Joined(once, once), default);
        Assert.NotNull(failure);
        Assert.Equal(FailureKind.Unreadable, failure.Kind);
        Assert.Matches(@"holds two recordings: its clock goes back by (3\.9|4\.0) s after (3\.9|4\.0) s", failure.Text);
    }

    [Theory]
    [InlineData("10", "the recorder paused")]
    [InlineData("3.2", "its clock was set back by a second: what is judged with that in it is undecided")]
    public void A_clock_that_goes_on_is_one(string offset, string what)
    {
        var first = Clip.Make("first.ts", [.. Pattern, "-c:v", "libx264", "-preset", "veryfast"]);
        var second = Clip.Make("second.ts", [.. Pattern, "-c:v", "libx264", "-preset", "veryfast", "-output_ts_offset", offset]);
        Assert.True(OneClock.Check(Joined(first, second), default) is null, what);
    }

    [Fact]
    public void What_is_no_video_is_for_others_to_refuse()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("qyran-media-").FullName, "text.ts");
        File.WriteAllText(path, "this is no video");
        Assert.Null(OneClock.Check(path, default));
    }

    private static string Joined(string first, string second)
    {
        var path = Path.Combine(Path.GetDirectoryName(first)!, "joined" + Path.GetExtension(first));
        File.WriteAllBytes(path, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);
        return path;
    }
}
