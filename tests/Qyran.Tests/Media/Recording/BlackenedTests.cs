using Qyran.Domain.Frames;
using Qyran.Media;
using Qyran.Media.Recording;

namespace Qyran.Tests.Media.Recording;

/// <summary>Privacy zones: nothing of them reaches a frame, a fragment or a file.</summary>
public sealed class BlackenedTests
{
    private const int Width = 320, Height = 240;

    /// <summary>Black of limited range is 16; an encoder may be off by a few.</summary>
    private const int Black = 24;
    private static readonly FrameReaderSettings Zones = new() { Blackened = [new(0.25, 0.5, 0.25, 0.3), new(0.9, 0, 0.1, 0.1)] };

    [Fact]
    public void A_recording_without_analysis_is_black_there_and_keeps_its_times()
    {
        using var made = Made.Of(Made.Clip(3), seconds: 4, fileSeconds: 2, Zones);
        Assert.True(made.Files.Count >= 2, $"{made.Files.Count} files");
        foreach (var file in made.Files)
        {
            Assert.All(Clip.Stamps(made.Full(file)).Zip(Clip.Stamps(made.Full(file)).Skip(1)), s => Assert.InRange(s.Second - s.First, 39_998, 40_002));
            Look(made.Full(file), frame => Check(frame.View));
        }
        Assert.InRange(made.Files[1].StartUs - made.Files[0].EndUs, -100, 100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // a tick is 1001/30000 s
    public void What_is_analysed_is_black_too_and_stays_on_one_clock_with_what_is_recorded(bool oddTicks)
    {
        var source = new MediaSource.Played(oddTicks
            ? Clip.Make("clip.avi", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=30000/1001:d=3", "-c:v", "mpeg4", "-q:v", "3", "-g", "30", "-pix_fmt", "yuv420p") : Made.Clip(3));
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var fragments = new List<Fragment>();
        var times = new HashSet<long>();
        var outlet = new FragmentOutlet(1, new SessionClock(TimeProvider.System), f =>
        {
            lock (fragments) fragments.Add(f);
        });
        var settings = Zones with { Fragments = outlet, MaxAnalysisWidth = 160, MaxAnalysisHeight = 120, Crops = [new(0, 0, Width, Height)] };
        new FrameReader(source, Clip.Look(source), settings).Run(frame =>
        {
            using (frame)
            {
                times.Add(frame.Time.MediaUs + frame.Time.UtcOffsetUs!.Value);
                Check(frame.View);
                Check(frame.Crop(0));
            }
            if (times.Count >= 100) stop.Cancel();
        }, stop.Token);
        Assert.True(fragments.Count > 6, $"{fragments.Count} fragments");
        Assert.True(fragments[0].StartsWithKey);
        Assert.All(fragments.Take(6), f => Assert.Contains(f.StartUs, times));
    }

    [Theory]
    [InlineData(0, 0, 1, 1, true)]
    [InlineData(0.5, 0.5, 0.5, 0.5, true)]
    [InlineData(-0.1, 0, 0.5, 0.5, false)]
    [InlineData(0.6, 0, 0.5, 0.5, false)]
    [InlineData(0, 0, 0, 0.5, false)]
    [InlineData(double.NaN, 0, 0.5, 0.5, false)]
    public void A_zone_lies_within_the_picture(double x, double y, double width, double height, bool good) => Assert.Equal(good, new PictureZone(x, y, width, height).IsGood);

    private static void Look(string path, Action<Frame> see) => Clip.Reader(path, new()).Run(frame =>
    {
        using (frame) see(frame);
    }, default);

    /// <summary>Dark in the zones; beside them the test picture is bright in many places.</summary>
    private static void Check(in FrameView picture)
    {
        foreach (var zone in Zones.Blackened)
        {
            // a smaller picture mixes the zone's edge with what lies beside it
            var edge = picture.Width == Width ? 0 : 2;
            var (left, right) = ((int)Math.Ceiling(zone.X * picture.Width) + edge, (int)((zone.X + zone.Width) * picture.Width) - edge);
            var (top, bottom) = ((int)Math.Ceiling(zone.Y * picture.Height) + edge, (int)((zone.Y + zone.Height) * picture.Height) - edge);
            for (var y = top; y < bottom; y++)
                for (var x = left; x < right; x++)
                    if (picture.Y[(y * picture.Width) + x] > Black) Assert.Fail($"{x}, {y} of {picture.Width}x{picture.Height} is {picture.Y[(y * picture.Width) + x]}");
        }
        var bright = 0;
        foreach (var y in picture.Y)
            if (y > 100) bright++;
        Assert.True(bright > picture.Y.Length / 5, "all is dark");
    }
}
