using System.Globalization;
using Qyran.Media.Recording;

namespace Qyran.Tests.Media.Recording;

/// <summary>Video whose pictures do not come one after the other: recorded and exported with their own times.</summary>
public sealed class UnevenVideoTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)] // the pause then stands behind the first pictures after it
    public async Task Video_that_is_missing_within_a_connection_is_missing_in_an_export(int outOfOrder)
    {
        using var made = Made.Of(Made.Lapse(outOfOrder), seconds: 5, fileSeconds: 60);
        Assert.Single(made.Fragments, f => f.VideoUntilUs < f.EndUs);
        var file = Assert.Single(made.Files);
        var path = Path.Combine(made.Data, "span.mp4");
        var (span, failure) = await RecordingExport.Write(made.Data, made.Files, file.StartUs, file.StartUs + 3_500_000, path, TestContext.Current.CancellationToken);
        Assert.True(span is not null, failure?.Text);
        var gap = Assert.Single(span.Gaps);
        Assert.InRange(gap.FromUs - file.StartUs, 700_000, 800_100);
        Assert.InRange(gap.ToUs - file.StartUs, 2_799_900, 2_800_100);
        // nothing else is: 20 pictures before it, 17 up to what was asked
        Assert.InRange(Clip.Stamps(path).Count, 37, 50);
        // a span that ends within it says so too
        var (cut, _) = await RecordingExport.Write(made.Data, made.Files, file.StartUs, file.StartUs + 2_000_000, Path.Combine(made.Data, "cut.mp4"), TestContext.Current.CancellationToken);
        Assert.Equal(file.StartUs + 2_000_000, Assert.Single(cut!.Gaps).ToUs);
    }

    [Fact]
    public void A_camera_that_sends_seldom_has_no_gaps()
    {
        // two pictures a second, then five
        var clip = Clip.Make("seldom.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=4", "-vf", "select='not(mod(n,5))+gt(n,20)*not(mod(n,2))'", "-fps_mode", "vfr",
            "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-g", "10", "-pix_fmt", "yuv420p");
        using var made = Made.Of(clip, seconds: 3.5, fileSeconds: 60);
        Assert.All(made.Fragments, f => Assert.Equal(f.EndUs, f.VideoUntilUs));
    }

    [Fact]
    public async Task An_export_that_begins_with_an_open_group_of_pictures_keeps_their_times()
    {
        // behind each key picture but the first two are sent that are shown before it
        using var made = Made.Of(Made.Clip(4, "320x240", "-c:v", "libx264", "-preset", "veryfast", "-g", "24", "-bf", "2", "-x264-params", "open-gop=1:b-adapt=0:scenecut=0"), seconds: 3, fileSeconds: 60);
        var open = made.Fragments.Where(f => f.StartsWithKey).ElementAt(1);
        Assert.InRange(open.StartUs - made.Fragments[0].StartUs, 879_900, 880_100);
        var path = Path.Combine(made.Data, "span.mp4");
        var (span, failure) = await RecordingExport.Write(made.Data, made.Files, open.StartUs + 200_000, open.StartUs + 800_000, path, TestContext.Current.CancellationToken);
        Assert.True(span is not null, failure?.Text);
        Assert.Equal(open.StartUs, span.FromUs);
        var sentFirst = Clip.Tool("ffprobe", "-v", "error", "-select_streams", "V:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path).Split('\n')[0].Split(',')[0];
        Assert.InRange((long)(decimal.Parse(sentFirst, CultureInfo.InvariantCulture) * 1_000_000) + span.OffsetUs - open.StartUs, 79_900, 80_100);
    }
}
