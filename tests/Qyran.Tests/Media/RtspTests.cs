using System.Diagnostics;
using Qyran.Domain.Failures;
using Qyran.Domain.Time;
using Qyran.Media;

namespace Qyran.Tests.Media;

public sealed class RtspTests
{
    [Fact]
    public void A_camera_gives_frames_with_arrivals_a_trusted_clock_and_a_playable_recording()
    {
        using var camera = RtspCamera.Start("h264", 25);
        var record = Path.Combine(Directory.CreateTempSubdirectory("qyran-media-").FullName, "recording.mp4");
        var video = Clip.Look(camera.Source);
        Assert.Equal((320, 240, true), (video.Width, video.Height, video.IsLive));
        Assert.Null(video.Duration);
        using var stop = new CancellationTokenSource();
        var times = new List<CaptureTime>();
        var reader = new FrameReader(camera.Source, video, new FrameReaderSettings { MaxAnalysisWidth = 160, RecordTo = record });
        var end = reader.Run(f =>
        {
            using (f)
            {
                Assert.Equal((160, 120), (f.View.Width, f.View.Height));
                times.Add(f.Time);
            }
            if (f.Time.ArrivalUs - times[0].ArrivalUs > 13_000_000)
                stop.Cancel();
        }, stop.Token);
        Assert.Equal(FailureKind.Cancelled, end.Failure!.Kind);
        Assert.InRange(times.Count, 250, 500);
        Assert.All(times, t => Assert.NotNull(t.ArrivalUs));
        Assert.All(times, t => Assert.NotNull(t.Utc));
        Assert.All(times.Zip(times.Skip(1)), p => Assert.True(p.Second.MediaUs > p.First.MediaUs && p.Second.ArrivalUs >= p.First.ArrivalUs));
        Assert.Equal(TimeQuality.Unknown, times[20].Quality);
        Assert.True(end.Time.Quality is TimeQuality.Exact or TimeQuality.Jittered, end.Time.Why);
        Assert.InRange(end.Time.JitterUs, 0, 5_000);

        // the child was killed in the middle: what is missing is at most the last fragment
        var look = Clip.Look(record);
        Assert.Equal((320, 240, "h264"), (look.Width, look.Height, look.Codec));
        var recorded = Clip.Stamps(record);
        Assert.InRange((recorded[^1] - recorded[0]) / 1e6, ((times[^1].MediaUs - times[0].MediaUs) / 1e6) - 2.5, 30);
        Assert.False(Clip.ChildrenRun(camera.Source.Url.AbsoluteUri));

        // a recording is never written over
        var again = new FrameReader(camera.Source, video, new FrameReaderSettings { RecordTo = record }).Run(f => f.Dispose(), default);
        Assert.Equal(FailureKind.CannotWrite, again.Failure!.Kind);
    }

    [Fact]
    public void A_camera_that_declares_25_and_delivers_21_is_found()
    {
        using var camera = RtspCamera.Start("h264", 21, 25);
        var video = Clip.Look(camera.Source);
        using var stop = new CancellationTokenSource();
        var last = TimeQuality.Unknown;
        long? first = null;
        var end = new FrameReader(camera.Source, video, new FrameReaderSettings()).Run(f =>
        {
            using (f)
                (last, first) = (f.Time.Quality, first ?? f.Time.ArrivalUs);
            if (f.Time.ArrivalUs - first > 13_000_000)
                stop.Cancel();
        }, stop.Token);
        Assert.True(last == TimeQuality.Synthetic, end.Time.Why);
        Assert.Contains("advances 0.8", end.Time.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_that_dies_ends_the_run_at_once()
    {
        using var camera = RtspCamera.Start("mjpeg", 10);
        var video = Clip.Look(camera.Source);
        long died = 0;
        var reader = new FrameReader(camera.Source, video, new FrameReaderSettings());
        var end = reader.Run(f =>
        {
            f.Dispose();
            if (f.Number != 10)
                return;
            camera.Kill();
            died = Stopwatch.GetTimestamp();
        }, default);
        Assert.True(died > 0, end.Failure?.Text);
        Assert.InRange(Stopwatch.GetElapsedTime(died).TotalSeconds, 0, 12);
        Assert.Equal(FailureKind.Unreachable, end.Failure!.Kind);
        Assert.True(end.Frames > 10);
        Assert.Equal(0, reader.FramesOut);
        Assert.False(Clip.ChildrenRun(camera.Source.Url.AbsoluteUri));
    }

    [Fact]
    public void A_camera_that_falls_silent_is_given_up_in_time()
    {
        using var camera = RtspCamera.Start("mjpeg", 10);
        var video = Clip.Look(camera.Source);
        long frozen = 0;
        var end = new FrameReader(camera.Source, video, new FrameReaderSettings { Stall = TimeSpan.FromSeconds(2) }).Run(f =>
        {
            f.Dispose();
            if (f.Number != 10)
                return;
            camera.Freeze();
            frozen = Stopwatch.GetTimestamp();
        }, default);
        Assert.True(frozen > 0, end.Failure?.Text);
        Assert.InRange(Stopwatch.GetElapsedTime(frozen).TotalSeconds, 1.5, 8);
        Assert.Equal(FailureKind.Unreachable, end.Failure!.Kind);
        Assert.Contains("sent no frame for 2 s", end.Failure.Text, StringComparison.Ordinal);
        Assert.False(Clip.ChildrenRun(camera.Source.Url.AbsoluteUri));
    }
}
