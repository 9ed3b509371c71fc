using Qyran.Domain.Failures;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class FrameReaderTests
{
    [Theory]
    [InlineData("opencv4nodejs_junction.mp4", 640, 360)]
    [InlineData("ahmetozlu_pedestrians.mp4", 626, 360)]
    [InlineData("haar_video1.avi", 320, 240)]
    [InlineData("intel_car_detection.mp4", 768, 432)]
    [InlineData("tfl_625_201709141107.mp4", 352, 288)]
    [InlineData("roxaaaaa_crosswalk.mp4", 640, 352)]
    public void Every_frame_has_the_files_own_stamp(string clip, int width, int height)
    {
        var path = Material.Need($"videos/{clip}");
        var want = Clip.Stamps(path);
        var got = new List<long>();
        var reader = Clip.Reader(path, new FrameReaderSettings());
        var end = reader.Run(f =>
        {
            using (f)
            {
                Assert.Equal((width, height), (f.View.Width, f.View.Height));
                got.Add(f.Time.MediaUs + reader.StartPtsUs!.Value);
            }
        }, default);
        Assert.Null(end.Failure);
        Assert.Equal(want.Count, got.Count);
        for (var i = 0; i < got.Count; i++)
            Assert.InRange(got[i] - want[i], -1, 1);
        Assert.Equal(0, reader.FramesOut);
        Assert.Equal(got.Count, end.Frames);
        Assert.True(end.CpuSeconds > 0);
    }

    [Fact]
    public void Pictures_and_crops_come_together_and_show_the_same_pixels()
    {
        var path = Material.Need("videos/opencv4nodejs_junction.mp4");
        var settings = new FrameReaderSettings { Crops = [new CropBox(101, 51, 40, 61), new CropBox(600, 300, 100, 100)] };
        var reader = Clip.Reader(path, settings);
        var frames = 0;
        var end = reader.Run(f =>
        {
            using (f)
            {
                frames++;
                Assert.Equal(new CropBox(100, 50, 42, 62), f.CropPlace(0));
                Assert.Equal(new CropBox(600, 300, 40, 60), f.CropPlace(1));
                var all = f.View;
                var crop = f.Crop(0);
                for (var y = 0; y < 62; y++)
                    Assert.True(all.Y.Slice(((50 + y) * 640) + 100, 42).SequenceEqual(crop.Y.Slice(y * 42, 42)));
                for (var y = 0; y < 31; y++)
                    Assert.True(all.V.Slice(((25 + y) * 320) + 50, 21).SequenceEqual(crop.V.Slice(y * 21, 21)));
            }
        }, default);
        Assert.Null(end.Failure);
        Assert.Equal(Clip.Stamps(path).Count, frames);
    }

    [Theory]
    [InlineData(0.1, 3)]
    [InlineData(0.01, 1)]
    [InlineData(1, 29)] // a little sooner, as stamps have play
    public void The_whole_picture_comes_with_some_frames_and_is_theirs(double everySeconds, int everyFrames)
    {
        var path = Material.Need("videos/opencv4nodejs_junction.mp4"); // 30 fps
        var reader = Clip.Reader(path, new FrameReaderSettings { WholeEvery = TimeSpan.FromSeconds(everySeconds), Crops = [new CropBox(100, 50, 42, 62)] });
        List<long> with = [];
        var frames = 0;
        var end = reader.Run(f =>
        {
            using (f)
            {
                Assert.Equal(frames++, f.Number);
                if (!f.HasWhole) return;
                with.Add(f.Number);
                var all = f.View;
                var whole = f.Whole;
                Assert.Equal((640, 360, f.Number), (whole.Width, whole.Height, whole.Number));
                Assert.True(all.Y.SequenceEqual(whole.Y));
            }
        }, default);
        Assert.Null(end.Failure);
        Assert.Equal(Clip.Stamps(path).Count, frames);
        Assert.Equal(0, reader.FramesOut);
        Assert.Equal(with, Enumerable.Range(0, with.Count).Select(k => (long)(k * everyFrames)));
        Assert.InRange(with.Count, (frames / everyFrames) - 1, (frames / everyFrames) + 1); // the last may not be whole
    }

    /// <summary>Else ffmpeg, which puts out the pictures of all streams in the order of their time, would keep every frame until the old time is reached again.</summary>
    [Fact]
    public void Where_the_clock_goes_back_every_frame_comes_with_its_whole_picture()
    {
        var once = Clip.Make("once.ts", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4", "-c:v", "libx264", "-preset", "ultrafast");
        var path = Path.Combine(Path.GetDirectoryName(once)!, "twice.ts");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(once), .. File.ReadAllBytes(once)]);
        var reader = Clip.Reader(path, new FrameReaderSettings { WholeEvery = TimeSpan.FromSeconds(0.3) });
        var (moved, whole, last) = (0, 0, 0L);
        var end = reader.Run(f =>
        {
            using (f)
            {
                if (f.Time.MediaUs - last is > 0 and < 20)
                {
                    moved++;
                    if (f.HasWhole) whole++;
                }
                last = f.Time.MediaUs;
            }
        }, default);
        Assert.Null(end.Failure);
        Assert.InRange(moved, 95, 100);
        Assert.InRange(whole, moved - 2, moved); // the last may not be whole
        Assert.DoesNotContain(end.Gaps, g => g.Why.Contains("missing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stop_leaves_no_child_and_no_frame()
    {
        var path = Material.Need("videos/opencv4nodejs_junction.mp4");
        using var stop = new CancellationTokenSource();
        var reader = Clip.Reader(path, new FrameReaderSettings());
        var end = reader.Run(f =>
        {
            if (f.Number == 5)
                stop.Cancel();
            f.Dispose();
        }, stop.Token);
        Assert.Equal(FailureKind.Cancelled, end.Failure!.Kind);
        Assert.InRange(end.Frames, 6, 8);
        Assert.Equal(0, reader.FramesOut);
        Assert.False(Clip.ChildrenRun(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_on_allocates_next_to_nothing_a_frame(bool crops)
    {
        var path = Clip.Make("long.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=20", "-c:v", "libx264", "-preset", "ultrafast");
        var settings = new FrameReaderSettings { Crops = crops ? [new CropBox(0, 0, 20, 20), new CropBox(60, 30, 40, 30)] : [] };
        var reader = Clip.Reader(path, settings);
        long from = 0, to = 0;
        var end = reader.Run(f =>
        {
            f.Dispose();
            if (f.Number == 100)
                from = GC.GetAllocatedBytesForCurrentThread();
            if (f.Number == 400)
                to = GC.GetAllocatedBytesForCurrentThread();
        }, default);
        Assert.Equal(500, end.Frames);
        Assert.InRange((to - from) / 300.0, 0, 64);
    }

    [Fact]
    public async Task Time_and_gaps_can_be_asked_while_it_runs()
    {
        var path = Clip.Make("holes.mkv", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=20", "-vf", "select='lt(mod(n\\,50)\\,48)'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast");
        var reader = Clip.Reader(path, new FrameReaderSettings());
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            var most = 0;
            while (!stop.IsCancellationRequested)
            {
                Assert.NotEmpty(reader.TimeSoFar.Why);
                var gaps = reader.GapsSoFar;
                Assert.All(gaps, g => Assert.True(g.ToUs > g.FromUs && g.Why.Length > 0));
                Assert.True(gaps.Length >= most);
                most = gaps.Length;
            }
        }, TestContext.Current.CancellationToken);
        var end = reader.Run(f => f.Dispose(), default);
        await stop.CancelAsync();
        await asking;
        Assert.Equal(480, end.Frames);
        Assert.InRange(end.Gaps.Length, 8, 9);
        Assert.Equal(end.Gaps, reader.GapsSoFar);
    }
}
