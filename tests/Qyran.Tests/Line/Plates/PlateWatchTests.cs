using System.Runtime.InteropServices;
using OpenCvSharp;
using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line.Plates;
using Qyran.Measure.Tracking;
using Qyran.Tests.Vision.Plates;
using Qyran.Vision.Plates;

namespace Qyran.Tests.Line.Plates;

public sealed class PlateWatchTests : IDisposable
{
    private const int Number = 7;
    private readonly PlateEyes eyes = PlateEyes.Open(out var failure) ?? throw new InvalidOperationException(failure!.Text);
    private readonly PlateWatch watch;

    public PlateWatchTests() => watch = new(eyes, new(), new());

    public void Dispose() => eyes.Dispose();

    [Fact]
    public void A_vehicles_plate_is_known_while_it_drives_and_judged_at_its_end()
    {
        using var picture = MadePlates.On("KZ", "123ABC02", 150);
        Step(picture, 0);
        Assert.Null(watch.SoFar(Number)); // one reading is none
        for (var k = 1; k < 6; k++) Step(picture, 0.2 * k);
        Assert.Equal("123ABC02", watch.SoFar(Number));
        Assert.Null(watch.SoFar(8));
        var (track, verdict) = Assert.Single(watch.Take(Ended(1), () => 8));
        Assert.Equal((Number, "123ABC02"), (track.Id, verdict!.Accepted!.Text));
        Assert.Null(watch.SoFar(Number));
        Assert.Equal(0, watch.Held);
    }

    [Fact]
    public void It_is_looked_at_now_and_then_and_hardly_any_more_once_it_is_sure()
    {
        using var picture = MadePlates.On("KZ", "123ABC02", 150);
        for (var k = 0; k < 100; k++) Step(picture, 0.04 * k);
        Assert.InRange(watch.Looks, 3, 6);
    }

    [Fact]
    public void A_track_that_goes_over_to_another_vehicle_is_cut_in_two()
    {
        using var first = MadePlates.On("KZ", "123ABC02", 150);
        using var second = MadePlates.On("KZ", "777KAZ13", 150);
        for (var k = 0; k < 10; k++) Step(first, 0.2 * k);
        for (var k = 10; k < 40; k++) Step(second, 0.2 * k);
        var parts = watch.Take(Ended(8), () => 8);
        Assert.Equal([(Number, "123ABC02"), (8, "777KAZ13")], parts.Select(p => (p.Track.Id, p.Verdict!.Accepted!.Text)));
        Assert.Equal(200, parts.Sum(p => p.Track.Points.Length));
        Assert.InRange(parts[0].Track.Last.Time.Seconds, 0.4, 3.8); // somewhere between the last sight of the one and the first of the other
    }

    [Theory]
    [InlineData(RoadUser.Person, true)]
    [InlineData(RoadUser.Bicycle, true)]
    [InlineData(RoadUser.Car, false)]
    public void People_bicycles_and_vehicles_not_seen_now_are_not_looked_at(RoadUser who, bool seen)
    {
        using var picture = MadePlates.On("KZ", "123ABC02", 150);
        Step(picture, 0, who, seen);
        Assert.Equal(0, watch.Looks);
    }

    private static Track Ended(int seconds) => new(Number, RoadUser.Car, [.. Enumerable.Range(0, 25 * seconds).Select(k =>
        new TrackPoint(k, new CaptureTime(40_000L * k, null, null, TimeQuality.Exact), new PixelBox(128, 66, 384, 330), new PixelBox(128, 66, 384, 330), 0.9f))]);

    private void Step(Mat picture, double seconds, RoadUser who = RoadUser.Car, bool seen = true)
    {
        var bytes = new byte[picture.Total()];
        Marshal.Copy(picture.Data, bytes, 0, bytes.Length);
        var time = new CaptureTime((long)(seconds * 1e6), null, null, TimeQuality.Exact);
        var frame = new FrameView
        {
            Number = (long)Math.Round(seconds * 25), Time = time, Width = picture.Width, Height = picture.Height, RawWidth = picture.Width, RawHeight = picture.Height, Y = bytes, U = [], V = [],
        };
        var box = new PixelBox(128, 66, 384, 330);
        watch.Step(frame, [new LiveTrack(Number, who, box, seen ? 0 : null, 0, 0, 0, time, time, 9, 0, false, box)]);
    }
}
