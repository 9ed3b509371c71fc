using Qyran.Domain.Detections;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Line.Looking;
using Qyran.Measure.Tracking;
using Qyran.Tests.Vision.Motion;
using Qyran.Tests.Vision.Onnx;
using Qyran.Vision.Haze;

namespace Qyran.Tests.Line.Looking;

/// <summary>Pictures, looks and tracker together: a street over minutes, seen by a detector made of the painter's own knowledge.</summary>
public sealed class LookerTests
{
    private sealed class Street(double fps = 25)
    {
        private readonly PaintedRoad _road = new() { Fps = fps };
        private readonly Looker _looker = new(new(), []);
        private readonly List<Track> _ended = [];
        private long _frame;

        public Tracker Tracker { get; } = new(new(), null);
        public List<Track> Ended => _ended;
        public double Now => _road.Now;

        /// <summary>Frames wait behind every one.</summary>
        public bool Pressed { get; init; }

        /// <summary>Shows the street for some seconds; returns the looks a second.</summary>
        public double Show(double seconds, Action<PaintedRoad>? paint = null, params Func<Detection?>[] seen)
        {
            var (looks, frames) = (0, (int)Math.Round(seconds * fps));
            for (var i = 0; i < frames; i++, _frame++, _road.Tick())
            {
                _road.Paint(paint);
                var view = _road.View();
                if (_looker.IsDue(view, Tracker.Live, Pressed))
                {
                    looks++;
                    Detection[] found = [.. seen.Select(s => s()).OfType<Detection>()];
                    Tracker.Step(_frame, view.Time, found, _ended, _looker.Places(view, Tracker.Live));
                    _looker.Remember(view, Tracker.Live, found);
                }
                else
                {
                    Tracker.Skip(_frame, view.Time, _ended);
                }
            }
            return looks / seconds;
        }
    }

    private static Detection Car(double x, double y) => new(PaintedRoad.Box(x, y), 0.9f, RoadUser.Car);

    [Theory]
    [InlineData(25, 25 / 3.0)]
    [InlineData(10, 10)]
    public void Looks_are_few_on_an_empty_street_many_while_somebody_drives_and_one_a_second_while_he_waits(double fps, double busy)
    {
        var street = new Street(fps);
        street.Show(10);
        Assert.InRange(street.Show(20), 0.1, 0.3);
        double X() => Math.Min(200, 20 + (30 * (street.Now - 30)));
        Assert.InRange(street.Show(5.5, r => r.Car(X(), 120), () => Car(X(), 120)), busy - 2, busy + 0.5);
        street.Show(3, r => r.Car(X(), 120), () => Car(X(), 120));
        Assert.InRange(street.Show(30, r => r.Car(X(), 120), () => Car(X(), 120)), 0.9, 1.2);
        Assert.True(Assert.Single(street.Tracker.Live.ToArray()).Standing);
    }

    [Fact]
    public void A_fast_one_is_looked_at_in_every_frame()
    {
        var street = new Street();
        street.Show(5);
        // five of its own lengths a second
        double X() => 250 * (street.Now - 5) % 250;
        Assert.True(street.Show(0.9, r => r.Car(X(), 120), () => Car(X(), 120)) > 18);
    }

    [Fact]
    public void While_frames_wait_looks_are_few_and_a_car_is_followed_all_the_same()
    {
        var street = new Street { Pressed = true };
        street.Show(5);
        double X() => 20 + (60 * (street.Now - 5));
        Assert.InRange(street.Show(3.5, r => r.Car(X(), 120), () => Car(X(), 120)), 4, 6.5);
        Assert.True(Assert.Single(street.Tracker.Live.ToArray()).Confirmed);
    }

    [Fact]
    public void While_frames_wait_there_is_neither_a_closer_look_nor_a_close_one()
    {
        var (road, detector) = (new PaintedRoad(), new CountingDetector());
        var tiler = Tiler.For(new(), 80, 60, 320, 240, [], null);
        var looker = new Looker(new(), [], tiler);
        Span<Detection> found = new Detection[8];
        long? hurried = null;
        for (var i = 0; i < 50; i++, road.Tick())
        {
            road.Paint(r => r.Car(20 + (2 * i), 120));
            var view = road.View();
            looker.IsDue(view, []);
            looker.Look(view, [], detector, found, pressed: i < 40);
            Assert.True(i >= 40 || detector is { Closer: 0, Close: 0 });
            hurried = i < 40 ? view.Time.MediaUs : hurried;
            Assert.Equal(hurried, looker.HurriedUs);
        }
        Assert.Equal(50, detector.Whole);
        Assert.True(detector.Closer > 0);
        Assert.Equal(10, detector.Close);
    }

    [Fact]
    public void What_was_last_seen_through_haze_is_remembered()
    {
        var looker = new Looker(new(), []);
        using var detector = new ClearedDetector(new CountingDetector());
        long? hazy = null;
        for (var i = 0; i < 500; i++)
        {
            // clear, then fog for ten seconds, then clear
            var picture = Picture.Plain(320, 240, y: i is >= 100 and < 350 ? (byte)180 : (byte)60, u: 128, v: 128);
            looker.Look(picture.At(i / 25.0), [], detector, new Detection[8]);
            if (detector.IsHazy) hazy = i * 40_000;
            Assert.Equal(hazy, looker.HazyUs);
        }
        Assert.InRange(hazy!.Value, 14_000_000, 18_000_000);
        Assert.InRange(detector.HazySeconds, 8, 12);
    }

    private sealed class CountingDetector : IRegionDetector
    {
        public int Whole { get; private set; }
        public int Closer { get; private set; }
        public int Close { get; private set; }
        public DetectorIdentity Identity => new("counting", "1", null, 160, 120);

        public int Detect(in FrameView frame, Span<Detection> found)
        {
            Whole++;
            return 0;
        }

        public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found)
        {
            Closer++;
            return 0;
        }

        public int Sharpen(in FrameView frame, Span<Detection> found)
        {
            Close++;
            return found.Length;
        }

        public int Hurry(in FrameView frame, Span<Detection> found) => found.Length;

        public double? ClosePixel => 0.02;

        public void Dispose() { }
    }

    [Fact]
    public void A_car_that_waits_for_two_minutes_unseen_by_the_detector_and_passed_by_others_is_one_vehicle()
    {
        var street = new Street(10);
        street.Show(5);
        double X() => street.Now < 10 ? 20 + (30 * (street.Now - 5)) : street.Now < 140 ? 170 : 170 + (40 * (street.Now - 140));
        Detection? Seen() => street.Now is > 18 and < 137 && street.Now % 40 > 1 ? null : Car(X(), 120);
        // every eight seconds a lorry passes before it
        double Lorry() => -200 + (140 * (street.Now % 8));
        void Paint(PaintedRoad r)
        {
            r.Car(X(), 120);
            if (street.Now > 20) r.Car(Lorry(), 105, 160, 90, 90);
        }
        Detection? LorrySeen() => street.Now > 20 && Lorry() is > -100 and < 260 and var x ? new Detection(PaintedRoad.Box(x, 105, 160, 90), 0.9f, RoadUser.Truck) : null;
        street.Show(138, Paint, () => LorrySeen() is { } lorry && lorry.Box.Overlap(PaintedRoad.Box(X(), 120)) > 1000 ? null : Seen(), LorrySeen);
        street.Tracker.Finish(street.Ended);
        var cars = street.Ended.Where(t => t.Class == RoadUser.Car).ToList();
        var only = Assert.Single(cars);
        Assert.True(only.Last.Time.Seconds > 141 && only.Last.Box.X > 200, "it drove on in the end");
        Assert.InRange(street.Ended.Count(t => t.Class == RoadUser.Truck), 13, 16);
    }

    [Fact]
    public void A_car_that_drove_off_unseen_is_ended_within_seconds()
    {
        var street = new Street(10);
        street.Show(5);
        street.Show(10, r => r.Car(100, 120), () => Car(100, 120));
        street.Show(6);
        Assert.Empty(street.Tracker.Live.ToArray());
        Assert.Single(street.Ended);
    }

    [Fact]
    public void A_car_that_sets_off_is_looked_at_often_at_once()
    {
        var street = new Street();
        street.Show(3);
        street.Show(15, r => r.Car(100, 120), () => Car(100, 120));
        double X() => 100 + (15 * (street.Now - 18));
        Assert.True(street.Show(2, r => r.Car(X(), 120), () => Car(X(), 120)) > 7); // the usual rate is every third frame
        Assert.False(Assert.Single(street.Tracker.Live.ToArray()).Standing);
    }
}
