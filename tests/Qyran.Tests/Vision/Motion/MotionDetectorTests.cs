using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Tests.Vision.Motion;

public sealed class MotionDetectorTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(75)]
    [InlineData(190)]
    [InlineData(235)]
    public void A_car_that_drives_by_is_one_tight_box(byte body)
    {
        var road = new PaintedRoad();
        road.Pass(3);
        for (var x = 20.0; x < 230; x += 4)
        {
            var found = road.Show(r => r.Car(x, 120, body: body));
            AssertOne(found, PaintedRoad.Box(x, 120), 0.75);
        }
    }

    [Theory]
    [InlineData(0.75)]
    [InlineData(0.6)]
    [InlineData(0.5)]
    public void Its_shadow_is_left_out(double share)
    {
        var road = new PaintedRoad();
        road.Pass(3);
        for (var x = 20.0; x < 200; x += 4)
        {
            var found = road.Show(r =>
            {
                r.Shadow(x + 10, 140, 90, 28, share);
                r.Car(x, 120);
            });
            AssertOne(found, PaintedRoad.Box(x, 120), 0.7);
        }
    }

    [Fact]
    public void A_step_of_exposure_is_no_vehicle_and_hides_none()
    {
        var road = new PaintedRoad { Light = t => t > 4 ? 0.75 : 1 };
        road.Pass(3);
        for (var i = 0; i < 75; i++) Assert.Equal(0, road.Show().Length);
        for (var x = 20.0; x < 200; x += 4) AssertOne(road.Show(r => r.Car(x, 120)), PaintedRoad.Box(x, 120), 0.7);
    }

    [Fact]
    public void The_flicker_of_a_lamp_is_no_vehicle()
    {
        var road = new PaintedRoad { Light = t => 1 + (0.08 * Math.Sin(t * 40)) };
        road.Pass(3);
        for (var i = 0; i < 100; i++) Assert.Equal(0, road.Show().Length);
    }

    [Fact]
    public void Swaying_leaves_are_learned_and_score_low_until_then()
    {
        var road = new PaintedRoad();
        var wind = new Random(5);
        var leaves = Enumerable.Range(0, 120).Select(_ => (X: wind.Next(40, 120), Y: wind.Next(30, 90), Phase: wind.NextDouble() * 6)).ToArray();
        void Tree(PaintedRoad r)
        {
            foreach (var (x, y, phase) in leaves)
                r.Fill(x + (2.5 * Math.Sin((r.Now * 5) + phase)), y, 3, 3, 60);
        }
        road.Pass(25, Tree);
        var sound = 0;
        for (var i = 0; i < 100; i++)
            foreach (var d in road.Show(Tree))
                if (d.Score >= 0.5) sound++;
        Assert.True(sound <= 5, $"{sound} sound boxes in leaves within 100 frames");
    }

    [Fact]
    public void A_car_that_stops_stays_for_a_minute_and_its_place_is_clean_after_it_left()
    {
        var road = new PaintedRoad { Fps = 10 };
        road.Pass(3);
        for (var x = 20.0; x < 140; x += 8) road.Show(r => r.Car(x, 120));
        for (var i = 0; i < 600; i++) AssertOne(road.Show(r => r.Car(140, 120)), PaintedRoad.Box(140, 120), 0.7);
        for (var x = 140.0; x < 320; x += 8) road.Show(r => r.Car(x, 120));
        road.Pass(1);
        for (var i = 0; i < 20; i++) Assert.Equal(0, road.Show().Length);
    }

    [Fact]
    public void The_trace_of_a_parked_car_that_left_is_absorbed_within_two_seconds()
    {
        var road = new PaintedRoad();
        road.Pass(4, r => r.Car(140, 120));
        for (var x = 140.0; x < 330; x += 5) road.Show(r => r.Car(x, 120));
        road.Pass(2);
        for (var i = 0; i < 25; i++) Assert.Equal(0, road.Show().Length);
    }

    [Fact]
    public void What_drives_in_the_first_second_leaves_no_trace()
    {
        var road = new PaintedRoad();
        for (var x = 40.0; x < 330; x += 6) road.Show(r => r.Car(x, 120));
        road.Pass(1.5);
        for (var i = 0; i < 25; i++) Assert.Equal(0, road.Show().Length);
    }

    [Fact]
    public void At_night_the_box_holds_the_car_and_not_its_light_on_the_road()
    {
        var road = new PaintedRoad(asphalt: 50);
        road.Pass(8);
        for (var x = 20.0; x < 160; x += 4)
        {
            var found = road.Show(r =>
            {
                r.Spill(x + 62, 120, 80, 44);
                r.Car(x, 120, body: 90);
            });
            var box = Assert.Single(found.ToArray(), d => d.Box.Iou(PaintedRoad.Box(x, 120)) > 0.3).Box;
            Assert.True(box.Right < x + 60 + 24, $"the box reaches {box.Right - x - 60:0} px into the light");
        }
    }

    [Fact]
    public void Two_cars_side_by_side_are_two()
    {
        var road = new PaintedRoad();
        road.Pass(3);
        for (var y = 60.0; y < 180; y += 3)
        {
            var found = road.Show(r =>
            {
                r.Car(90, y);
                r.Car(158, y + 5, body: 60);
            }).ToArray();
            Assert.Equal(2, found.Length);
            Assert.Contains(found, d => d.Box.Iou(PaintedRoad.Box(90, y)) > 0.7);
            Assert.Contains(found, d => d.Box.Iou(PaintedRoad.Box(158, y + 5)) > 0.7);
        }
    }

    [Fact]
    public void Cars_whose_pictures_touch_for_a_second_stay_two()
    {
        var road = new PaintedRoad();
        road.Pass(3);
        var merged = 0;
        for (var i = 0; i < 60; i++)
        {
            // the one behind closes up until both touch, then falls back
            var gap = Math.Max(0, Math.Abs(30 - i) - 14) * 2;
            var x = 20.0 + (3 * i);
            var found = road.Show(r =>
            {
                r.Car(x, 120, width: 48);
                r.Car(x + 48 + gap, 120, width: 48, body: 60);
            });
            if (found.Length != 2) merged++;
        }
        Assert.True(merged <= 2, $"{merged} frames without two boxes");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_mast_that_sways_by_a_pixel_or_two_makes_no_vehicles(int pixels)
    {
        var road = new PaintedRoad { Sway = t => ((int)Math.Round(pixels * Math.Sin(t * 2)), (int)Math.Round(pixels * Math.Sin(t * 1.3))) };
        road.Pass(5);
        var sound = 0;
        for (var i = 0; i < 200; i++)
            foreach (var d in road.Show())
                if (d.Score >= 0.5) sound++;
        Assert.True(sound <= 10, $"{sound} boxes in 200 frames of an empty street");
    }

    [Fact]
    public void A_tripod_that_sinks_slowly_by_many_pixels_is_followed()
    {
        var road = new PaintedRoad { Sway = t => ((int)(t * 1.5), (int)t) };
        road.Pass(8);
        for (var x = 20.0; x < 200; x += 4)
        {
            var found = road.Show(r => r.Car(x, 120)).ToArray().Where(d => d.Score >= 0.5).ToArray();
            AssertOne(found, PaintedRoad.Box(x, 120), 0.65);
        }
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 19)]
    [InlineData(33, 31)]
    [InlineData(160, 90)]
    [InlineData(353, 287)]
    [InlineData(641, 359)]
    public void Any_size_of_picture_is_taken(int width, int height)
    {
        var road = new PaintedRoad(width, height);
        road.Pass(2.5);
        var seen = false;
        for (var i = 0; i < 20; i++)
            foreach (var d in road.Show(r => r.Car(i * width / 25.0, height * 0.4, Math.Max(6, width / 4), Math.Max(6, height / 4))))
            {
                seen = true;
                Assert.InRange(d.Box.X, 0, width);
                Assert.InRange(d.Box.Right, 0, width);
                Assert.InRange(d.Box.Bottom, 0, height);
            }
        Assert.True(seen || width < 100, "the car was never seen");
    }

    [Fact]
    public void A_cut_to_another_picture_starts_anew_and_reports_no_giant()
    {
        var road = new PaintedRoad();
        road.Pass(3);
        for (var i = 0; i < 100; i++)
            foreach (var d in road.Show(r => r.Fill(0, 0, 320, 240, 200)))
                Assert.True(d.Box.Area < 0.5 * 320 * 240, "the new picture is not a vehicle");
        for (var i = 0; i < 25; i++) Assert.Equal(0, road.Show(r => r.Fill(0, 0, 320, 240, 200)).Length);
    }

    [Fact]
    public void A_frame_allocates_nothing_once_warm()
    {
        var road = new PaintedRoad();
        void Traffic(PaintedRoad r)
        {
            var x = r.Now * 70 % 320;
            r.Car(x, 60);
            r.Car(300 - x, 120, body: 60);
            r.Car((x + 90) % 320, 180, body: 220);
        }
        road.Pass(6, Traffic);
        var sum = 0L;
        for (var i = 0; i < 40; i++)
        {
            road.Paint(Traffic);
            sum += road.AllocatedByDetect();
        }
        Assert.Equal(0, sum);
    }

    private static void AssertOne(ReadOnlySpan<Detection> found, PixelBox truth, double overlap)
    {
        var boxes = string.Join(" ", found.ToArray().Select(d => $"[{d.Box.X:0},{d.Box.Y:0} {d.Box.Width:0}x{d.Box.Height:0} {d.Score:0.00}]"));
        Assert.True(found.Length == 1, $"{found.Length} boxes for one car at {truth.X:0},{truth.Y:0}: {boxes}");
        Assert.True(found[0].Box.Iou(truth) >= overlap, $"overlap {found[0].Box.Iou(truth):0.00} at {truth.X:0},{truth.Y:0}: {boxes}");
    }
}
