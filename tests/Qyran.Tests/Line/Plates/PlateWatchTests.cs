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

namespace Qyran.Tests.Line.Plates;

public sealed class PlateWatchTests : IDisposable
{
    private const int Number = 7;
    private readonly PlateEyesPool eyes = new(1);
    private PlateWatch watch;

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
        var whole = Ended(1);
        var (track, verdict) = Assert.Single(watch.Take(whole, [whole], () => 8));
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
        var whole = Ended(8);
        var parts = watch.Take(whole, [whole], () => 8);
        Assert.Equal([(Number, "123ABC02"), (8, "777KAZ13")], parts.Select(p => (p.Track.Id, p.Verdict!.Accepted!.Text)));
        // to the last reading of the one and from the first of the other
        Assert.InRange(parts[0].Track.Last.Time.Seconds, 0.4, 1.8);
        Assert.InRange(parts[1].Track.First.Time.Seconds, 2, 3.8);
    }

    [Theory]
    [InlineData("123ABC02", "777KAZ13")]
    [InlineData("777KAZ13", "123ABC02")]
    public void However_long_one_plate_is_read_another_is_not_forgotten(string one, string other)
    {
        watch = new(eyes, new() { MostSightings = 6, SureSeconds = 0.1 }, new());
        using var first = MadePlates.On("KZ", one, 150);
        using var second = MadePlates.On("KZ", other, 150);
        for (var k = 0; k < 10; k++) Step(first, 0.2 * k);
        for (var k = 10; k < 20; k++) Step(second, 0.2 * k);
        var whole = Ended(4);
        var parts = watch.Take(whole, [whole], () => 8);
        Assert.Equal([one, other], parts.Select(p => p.Verdict!.Accepted!.Text));
        Assert.Equal(6, parts.Sum(p => p.Verdict!.Sightings.Length));
    }

    [Fact]
    public void Another_plate_on_a_vehicle_whose_plate_was_sure_is_looked_at_like_a_newcomers()
    {
        watch = new(eyes, new() { UnsureAfter = 4 }, new());
        using var first = MadePlates.On("KZ", "123ABC02", 150);
        using var second = MadePlates.On("KZ", "777KAZ13", 150);
        for (var k = 0; k < 50; k++) Step(first, 0.1 * k);
        var before = watch.Looks;
        for (var k = 50; k < 100; k++) Step(second, 0.1 * k);
        Assert.InRange(watch.Looks - before, 4, 6); // 2 if it were still sure, or tired of looking
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void What_was_read_in_a_part_that_was_dropped_is_nobodys(int from)
    {
        using var picture = MadePlates.On("KZ", "123ABC02", 150);
        for (var k = 0; k < 10; k++) Step(picture, from + (0.2 * k));
        var whole = Ended(4);
        var left = from == 0 ? whole.Points[50..] : whole.Points[..50];
        var (_, verdict) = Assert.Single(watch.Take(whole, [whole with { Points = left }], () => 8));
        Assert.Null(verdict!.Accepted);
        Assert.Empty(verdict.Sightings);
    }

    [Fact]
    public void Of_a_track_that_was_cut_each_part_has_what_was_read_in_it()
    {
        using var first = MadePlates.On("KZ", "123ABC02", 150);
        using var second = MadePlates.On("KZ", "123ABC03", 150); // so much alike that the plates alone would not tell two vehicles
        for (var k = 0; k < 10; k++) Step(first, 0.2 * k);
        for (var k = 10; k < 20; k++) Step(second, 0.2 * k);
        var whole = Ended(4);
        var parts = watch.Take(whole, [whole with { Points = whole.Points[..50] }, whole with { Id = 9, Points = whole.Points[50..] }], () => 8);
        Assert.Equal([Number, 9], parts.Select(p => p.Track.Id));
        Assert.Equal(("123ABC02", true), (parts[0].Verdict!.Accepted?.Text, parts[1].Verdict!.Accepted?.Text != "123ABC02"));
    }

    [Fact]
    public void Nothing_is_read_while_another_line_has_the_eyes_and_nothing_is_lost_by_it()
    {
        using var picture = MadePlates.On("KZ", "123ABC02", 150);
        var taken = eyes.TryTake();
        Assert.NotNull(taken);
        for (var k = 0; k < 6; k++) Step(picture, 0.2 * k);
        Assert.Equal(0, watch.Looks);
        eyes.Return(taken);
        for (var k = 6; k < 12; k++) Step(picture, 0.2 * k);
        Assert.Equal("123ABC02", watch.SoFar(Number));
    }

    [Fact]
    public void What_cannot_be_read_is_looked_at_ever_less_until_it_has_grown()
    {
        using var nothing = new Mat(480, 640, MatType.CV_8UC1, new Scalar(90));
        for (var k = 0; k < 200; k++) Step(nothing, 0.1 * k);
        Assert.InRange(watch.Looks, 6, 12); // of 200
        var before = watch.Looks;
        for (var k = 0; k < 3; k++) Step(nothing, 20 + (0.1 * k), scale: 1.2);
        Assert.Equal(3, watch.Looks - before);
    }

    [Theory]
    [InlineData(double.MaxValue, null)]
    [InlineData(1.4, "123ABC02")]
    public void On_a_near_vehicle_on_which_nothing_was_found_a_closer_look_is_taken(double shrunkBy, string? read)
    {
        watch = new(eyes, new() { ShrunkBy = shrunkBy }, new());
        using var picture = MadePlates.On("KZ", "123ABC02", 52, 1280, 960);
        for (var k = 0; k < 12; k++) Step(picture, 0.2 * k, [Followed(Number, RoadUser.Car, new(60, 30, 1160, 900), 0.2 * k)]);
        Assert.Equal(read, watch.SoFar(Number));
    }

    [Fact]
    public void Vehicles_of_a_size_at_which_nothing_was_ever_read_are_hardly_looked_at()
    {
        using var nothing = new Mat(480, 640, MatType.CV_8UC1, new Scalar(90));
        for (var k = 0; k < 30; k++) Step(nothing, 0.1 * k, number: 100 + k);
        Assert.Equal(30, watch.Looks);
        for (var k = 0; k < 39; k++) Step(nothing, 10 + (0.1 * k), number: 200);
        Assert.Equal(31, watch.Looks); // the first look at each, to go on learning
    }

    [Fact]
    public void A_night_in_which_nothing_could_be_read_does_not_end_reading_for_good()
    {
        using var car = MadePlates.On("KZ", "123ABC02", 150);
        using var dark = new Mat(480, 768, MatType.CV_8UC1, new Scalar(0));
        double[] scales = [.. Enumerable.Range(0, 31).Select(k => 0.18 + (0.034 * k))];
        // comes nearer in 3 s, from 60 to 400 px
        void Pass(int number, bool isDark)
        {
            for (var k = 0; k < scales.Length; k++)
            {
                using var near = new Mat();
                if (!isDark) Cv2.Resize(car, near, new Size(car.Width * scales[k], car.Height * scales[k]), 0, 0, InterpolationFlags.Area);
                var seconds = (10 * number) + (0.1 * k);
                Step(isDark ? dark : near, seconds, [Followed(number, RoadUser.Car, new(128 * scales[k], 66 * scales[k], 384 * scales[k], 330 * scales[k]), seconds)]);
            }
        }
        for (var n = 0; n < 40; n++) Pass(n, isDark: true);
        var before = watch.Looks;
        Pass(40, isDark: true);
        Assert.InRange(watch.Looks - before, 4, 6); // one at each size
        for (var n = 41; n < 51; n++) Pass(n, isDark: false);
        Assert.Equal("123ABC02", watch.SoFar(50));
    }

    [Theory]
    [InlineData(RoadUser.Motorcycle, 230, 150, 190, 240, "123ABC02")] // beside the car: so wide a plate is not its own
    [InlineData(RoadUser.Motorcycle, 200, 60, 400, 300, null)] // nearer: it may be either's
    [InlineData(RoadUser.Truck, 60, 10, 560, 385, "123ABC02")]
    [InlineData(RoadUser.Car, 180, 258, 320, 140, "123ABC02")] // before it: the plate is seen over its roof
    public void A_cars_plate_is_not_given_to_another_vehicle_whose_box_is_around_it_too(RoadUser other, double x, double y, double width, double height, string? cars)
    {
        using var picture = MadePlates.On("KZ", "123ABC02", 150);
        for (var k = 0; k < 12; k++) Step(picture, 0.2 * k, [Followed(Number, RoadUser.Car, new(128, 66, 384, 330), 0.2 * k), Followed(8, other, new(x, y, width, height), 0.2 * k)]);
        Assert.Equal(cars, watch.SoFar(Number));
        Assert.Null(watch.SoFar(8));
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

    private void Step(Mat picture, double seconds, RoadUser who = RoadUser.Car, bool seen = true, double scale = 1, int number = Number) =>
        Step(picture, seconds, [Followed(number, who, new(128, 66, 384 * scale, 330 * scale), seconds, seen)]);

    private void Step(Mat picture, double seconds, LiveTrack[] live)
    {
        var bytes = new byte[picture.Total()];
        Marshal.Copy(picture.Data, bytes, 0, bytes.Length);
        var frame = new FrameView
        {
            Number = (long)Math.Round(seconds * 25), Time = At(seconds), Width = picture.Width, Height = picture.Height, RawWidth = picture.Width, RawHeight = picture.Height, Y = bytes, U = [], V = [],
        };
        watch.Step(frame, live);
    }

    private static LiveTrack Followed(int number, RoadUser who, PixelBox box, double seconds, bool seen = true) =>
        new(number, who, box, seen ? 0 : null, 0, 0, 0, At(seconds), At(seconds), 9, seen ? 0 : 1, false, box);

    private static CaptureTime At(double seconds) => new((long)(seconds * 1e6), null, null, TimeQuality.Exact);
}
