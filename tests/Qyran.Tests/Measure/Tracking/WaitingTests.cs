using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>What waits or is parked stays one track for as long as the picture says that it is there.</summary>
public sealed class WaitingTests
{
    private static readonly PixelBox Kerb = Watch.Car(600, 300).Box;

    /// <summary>Points at five frames a second of the time that is kept whole.</summary>
    private static readonly int Whole = 5 * (int)new TrackerSettings().KeepAllSeconds;

    private static PlaceLook AtKerb(PixelBox place, PlaceLook look) => place.Iou(Kerb) > 0.8 ? look : PlaceLook.Changed;

    [Theory]
    [InlineData(PlaceLook.Same, 300, 1)]
    [InlineData(PlaceLook.Changed, 20, 2)]
    [InlineData(PlaceLook.Unknown, 20, 2)]
    public void A_waiting_car_the_detector_loses_is_kept_while_its_place_looks_the_same(PlaceLook look, double lostSeconds, int tracks)
    {
        var watch = new Watch(25) { Every = t => t is > 12 and < 300 ? 25 : 2, Place = (t, place) => AtKerb(place, look) };
        watch.Run(10, t => Watch.Car(600, 300));
        watch.Run(lostSeconds);
        watch.Run(10, t => Watch.Car(600, 300));
        var all = watch.Finish();
        Assert.Equal(tracks, all.Count);
        if (tracks == 1) Assert.Equal((20 + lostSeconds) * 25, all[0].Points.Length, 1.0);
    }

    [Fact]
    public void What_is_held_by_its_picture_lies_still_and_counts_as_looked_at_in_vain()
    {
        var watch = new Watch(10) { Place = (t, place) => AtKerb(place, PlaceLook.Same) };
        watch.Run(5, t => Watch.Car(600, 300));
        watch.Run(60);
        watch.Run(5, t => Watch.Car(602, 301));
        var only = Assert.Single(watch.Finish());
        var held = only.Points.Where(p => p.Seen is null).ToList();
        Assert.Equal(600, held.Count);
        Assert.All(held, p => Assert.True(p.Box.Iou(Kerb) > 0.9 && p.Score == 0 && p.Held));
    }

    [Fact]
    public void A_bus_that_stands_before_it_for_a_minute_does_not_end_it()
    {
        var bus = new Detection(new(480, 200, 300, 220), 0.9f, RoadUser.Bus);
        var watch = new Watch(25) { Every = _ => 2, Place = (t, place) => AtKerb(place, t is > 10 and < 71 ? PlaceLook.Changed : PlaceLook.Same) };
        watch.Run(10, t => Watch.Car(600, 300));
        watch.Run(60, t => bus);
        watch.Run(1);
        watch.Run(10, t => Watch.Car(600, 300));
        var cars = watch.Finish().Where(t => t.Class == RoadUser.Car).ToList();
        var only = Assert.Single(cars);
        Assert.Equal(81 * 25, only.Last.Frame + 1, 2.0);
        Assert.DoesNotContain(only.Points, p => p.Held && p.Time.Seconds is > 11 and < 69); // nothing vouches for it behind the bus
    }

    [Fact]
    public void Traffic_that_passes_before_it_does_not_end_it()
    {
        // a lorry hides it for two of every six seconds, and the detector finds it in none of the others
        var watch = new Watch(25) { Every = _ => 2, Place = (t, place) => AtKerb(place, t % 6 < 2 ? PlaceLook.Changed : PlaceLook.Same) };
        watch.Run(9, t => Watch.Car(600, 300));
        watch.Run(180, t => t % 6 < 2 ? new Detection(new(((t % 6) * 500) + 50, 190, 400, 240), 0.9f, RoadUser.Truck) : null);
        watch.Run(5, t => Watch.Car(600, 300));
        Assert.Single(watch.Finish(), t => t.Class == RoadUser.Car);
    }

    [Fact]
    public void One_that_left_behind_a_bus_does_not_live_on_in_the_next_that_stops_beside_its_place()
    {
        var bus = new Detection(new(480, 200, 300, 220), 0.9f, RoadUser.Bus);
        var watch = new Watch(25) { Every = _ => 2, Place = (_, place) => AtKerb(place, PlaceLook.Changed) };
        watch.Run(10, t => Watch.Car(600, 300));
        watch.Run(30, t => bus);
        watch.Run(10, t => Watch.Car(645, 310));
        Assert.Equal(2, watch.Finish().Count(t => t.Class == RoadUser.Car));
    }

    [Fact]
    public void A_parked_car_is_one_vehicle_for_three_hours_and_keeps_no_memory_of_each_frame()
    {
        // five frames a second to keep the test short; looked at once a second; found in one look of three, for hours in none
        var found = new Random(3);
        var watch = new Watch(5) { Every = t => t < 10 ? 1 : 5, Place = (_, place) => AtKerb(place, PlaceLook.Same) };
        watch.Run(10, t => Watch.Car(600, 300));
        watch.Run(3 * 3600, t => t is > 3000 and < 6000 || found.NextDouble() > 0.33 ? null : Watch.Car(600 + (4 * (found.NextDouble() - 0.5)), 300));
        watch.Run(8, t => Watch.Car(600 + (80 * (t - 10810)), 300));
        var only = Assert.Single(watch.Finish());
        Assert.Equal(0, only.First.Frame);
        Assert.True(only.Last.Box.Centre.X > 1000, "it left in the end");
        Assert.InRange(only.Points.Length, Whole + 900, Whole + 1500);
        for (var i = 1; i < only.Points.Length; i++) Assert.True(only.Points[i].Time.Seconds - only.Points[i - 1].Time.Seconds is > 0 and < 21);
    }

    [Fact]
    public void One_box_around_it_and_its_neighbour_now_and_then_is_no_other_place()
    {
        // nothing vouches for it (by night, at the picture's edge): it would keep every point since the first such box
        var watch = new Watch(5) { Every = _ => 5 };
        watch.Run(3 * 3600, t => t % 300 is > 1 and < 2.5 ? Watch.Car(600, 300, 160, 66) : Watch.Car(600, 300));
        var only = Assert.Single(watch.Finish());
        Assert.InRange(only.Points.Length, Whole, Whole + 1500);
    }

    [Fact]
    public void What_moved_on_is_thinned_where_it_stands_only()
    {
        var watch = new Watch(5) { Every = _ => 5 };
        watch.Run(3600, t => Watch.Car(600, 300));
        watch.Run(20, t => Watch.Car(600 + (20 * (t - 3600)), 300));
        watch.Run(3600, t => Watch.Car(1000, 300));
        var only = Assert.Single(watch.Finish());
        var driving = only.Points.Where(p => p.Time.Seconds is > 3603 and < 3618).ToList();
        Assert.Equal(15 * 5, driving.Count, 2.0);
        Assert.True(only.Points.Length < 2 * (Whole + 1500));
    }

    [Theory]
    [InlineData(PlaceLook.Same, 2)]
    [InlineData(PlaceLook.Changed, 3)]
    public void After_a_minute_without_a_picture_what_stands_where_it_stood_is_the_same_vehicle(PlaceLook after, int tracks)
    {
        var watch = new Watch(25) { Place = (t, place) => AtKerb(place, after) };
        watch.Run(5, t => Watch.Car(600, 300), t => Watch.Car(100 + (50 * t), 600));
        watch.Silence(60);
        watch.Run(5, t => Watch.Car(600, 300));
        Assert.Equal(tracks, watch.Finish().Count);
    }

    [Fact]
    public void After_a_minute_without_a_picture_parked_neighbours_on_a_calibrated_road_are_not_taken_for_each_other()
    {
        // half a pixel in the last third of a second, as wind on the mast makes, times a minute is just the way to the next car
        var watch = new Watch(25, plane: new StraightRoad()) { Place = (_, _) => PlaceLook.Same };
        Func<double, Detection?>[] parked =
            [.. Enumerable.Range(0, 6).Select(i => (Func<double, Detection?>)(t => Watch.Car(300 + (94 * i) + (t is > 4.9 and < 6 ? 0.5 : 0), 300)))];
        watch.Run(5, parked);
        watch.Silence(60);
        watch.Run(5, parked);
        var all = watch.Finish();
        Assert.Equal(6, all.Count);
        Assert.All(all, t => Assert.InRange(t.Points.Max(p => p.Box.X) - t.Points.Min(p => p.Box.X), 0, 3));
        Assert.All(all, t => Assert.Equal(250, t.Points.Length));
    }

    [Fact]
    public void A_flicker_taken_for_a_vehicle_is_not_kept_alive_by_an_unchanged_wall()
    {
        var watch = new Watch(4) { Place = (_, _) => PlaceLook.Same };
        watch.Run(1.25, t => Watch.Car(600, 300));
        watch.Run(20);
        Assert.Empty(watch.Tracker.Live.ToArray());
    }
}
