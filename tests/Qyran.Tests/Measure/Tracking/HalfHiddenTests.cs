using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>A car half behind a bus: the detector boxes what it sees of it.</summary>
public sealed class HalfHiddenTests
{
    private static readonly PixelBox Car = new(300, 200, 80, 60);

    private static Detection Of(PixelBox box, RoadUser kind = RoadUser.Car, float score = 0.9f) => new(box, score, kind);

    /// <summary>The bus drives past from left to right, nearer to the camera; of the car what is right or left of it is seen, nothing below 16 px.</summary>
    private static PixelBox Bus(double t) => new(40 + (60 * t), 120, 150, 180);

    private static Detection? Seen(double t)
    {
        var bus = Bus(t);
        if (bus.Right <= Car.X || bus.X >= Car.Right) return Of(Car);
        if (bus.Right < Car.Right && Car.Right - bus.Right >= 16) return Of(new(bus.Right, Car.Y, Car.Right - bus.Right, Car.Height));
        if (bus.X > Car.X && bus.X - Car.X >= 16) return Of(new(Car.X, Car.Y, bus.X - Car.X, Car.Height));
        return null;
    }

    private static Track Only(IReadOnlyList<Track> ended)
    {
        var cars = ended.Where(t => t.Class == RoadUser.Car).ToArray();
        Assert.True(cars.Length == 1, string.Join(" | ", cars.Select(c => $"{c.First.Time.Seconds:0.0} to {c.Last.Time.Seconds:0.0} s")));
        return cars[0];
    }

    [Fact]
    public void A_car_that_waits_while_a_bus_passes_keeps_its_place_and_size()
    {
        var watch = new Watch(12);
        watch.Run(9, Seen, t => Of(Bus(t), RoadUser.Bus));
        var car = Only(watch.Finish());
        Assert.All(car.Points, p => Assert.True(p.Box.Iou(Car) > 0.85, $"at {p.Time.Seconds:0.00} s {p.Box}"));
        Assert.InRange(car.Last.Time.Seconds, 8.8, 9);
    }

    [Fact]
    public void What_shrinks_with_nothing_before_it_is_as_small_as_it_is_seen()
    {
        var watch = new Watch(12);
        watch.Run(3, t => Of(t < 1.5 ? Car : new(Car.X + 30, Car.Y, 50, Car.Height)));
        Assert.InRange(watch.Finish().SelectMany(t => t.Points).Where(p => p.Time.Seconds > 2.2).Max(p => p.Box.Width), 45, 62);
    }

    [Fact]
    public void Where_it_touches_the_road_is_not_made_up()
    {
        // a van drives up from below, stops right in front of it and hides its lower half
        static PixelBox Van(double t) => new(280, 232 + Math.Max(0, 60 * (3 - t)), 120, 90);
        var watch = new Watch(12);
        watch.Run(6, t => Of(Car with { Height = Math.Min(Car.Height, Van(t).Y - Car.Y) }), t => Of(Van(t), RoadUser.Van));
        var car = Only(watch.Finish());
        var hidden = car.Points.Where(p => p.Time.Seconds > 3).ToArray();
        Assert.NotEmpty(hidden);
        Assert.InRange(hidden.Min(p => p.Box.Bottom), Car.Bottom - 8, Car.Bottom);
        Assert.InRange(hidden.Max(p => p.Box.Bottom), Car.Bottom, Car.Bottom + 8);
        Assert.DoesNotContain(hidden, p => p.Seen is not null); // no speed and no line is judged by it
    }

    [Fact]
    public void Nor_where_the_detector_draws_the_whole_of_what_is_half_hidden()
    {
        // the same van, but the car is boxed whole all the time
        static PixelBox Van(double t) => new(280, 232 + Math.Max(0, 60 * (3 - t)), 120, 90);
        var watch = new Watch(12);
        watch.Run(6, _ => Of(Car), t => Of(Van(t), RoadUser.Van));
        var car = Only(watch.Finish());
        Assert.DoesNotContain(car.Points, p => p.Time.Seconds > 3 && p.Seen is not null);
        Assert.Contains(car.Points, p => p.Time.Seconds < 2 && p.Seen is not null);
        // it was found in every frame: a rule that asks how often it was seen must not take these for frames nobody looked at
        Assert.All(car.Points, p => Assert.True(p.LookedAt, $"at {p.Time.Seconds:0.00} s"));
        Assert.Contains(car.Points, p => p.Covered && p.Score > 0.8);
        Assert.All(car.Points, p => Assert.False(p.Covered && p.Seen is not null));
        Assert.All(car.Points, p => Assert.True(p.Box.Iou(Car) > 0.95));
    }

    [Fact]
    public void Nor_of_a_newcomer_whose_box_ends_at_the_roof_of_what_is_nearer()
    {
        // both drive away from the camera, the van close behind: what ends where its roof begins would be measured a quarter too fast
        static PixelBox Van(double t) => new(280, 332 - (30 * t), 120, 90);
        var watch = new Watch(12);
        watch.Run(4, t => Of(new(300, Van(t).Y - 52, 80, 52)), t => Of(Van(t), RoadUser.Van));
        var car = Only(watch.Finish());
        Assert.DoesNotContain(car.Points, p => p.Time.Seconds > 1 && p.Seen is not null);
    }

    [Theory]
    [InlineData(210)] // a third of the lower edge is behind it: the rest shows where it is
    [InlineData(500)]
    public void What_hides_little_of_it_changes_nothing(double x)
    {
        var watch = new Watch(12);
        watch.Run(3, _ => Of(Car), _ => Of(new(x, 232, 114, 90), RoadUser.Van));
        Assert.All(Only(watch.Finish()).Points, p => Assert.NotNull(p.Seen));
    }

    [Fact]
    public void A_newcomer_never_seen_whole_is_what_is_seen_of_it()
    {
        var bus = new PixelBox(320, 120, 150, 180);
        var watch = new Watch(12);
        watch.Run(3, _ => Of(new(Car.X, Car.Y, 30, Car.Height)), _ => Of(bus, RoadUser.Bus));
        Assert.All(Only(watch.Finish()).Points, p => Assert.InRange(p.Box.Width, 26, 36));
    }
}
