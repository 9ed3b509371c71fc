using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>A queue seen from behind: each car hides the lower part of the one before it.</summary>
public sealed class QueueTests
{
    private static readonly PixelBox First = new(300, 100, 70, 60), Second = new(292, 135, 78, 68), Third = new(284, 175, 90, 80);

    private static Detection Of(PixelBox box, float score = 0.7f) => new(box, score, RoadUser.Car);

    /// <summary>What is seen of a car above the next one's roof.</summary>
    private static PixelBox Above(PixelBox car, PixelBox next) => car with { Height = next.Y - car.Y };

    private static void AllStood(IReadOnlyList<Track> ended, params PixelBox[] places)
    {
        Assert.Equal(places.Length, ended.Count);
        foreach (var place in places)
        {
            var track = Assert.Single(ended, t => t.First.Box.Iou(place) > 0.7);
            Assert.All(track.Points.Where(p => p.Time.Seconds > 2), p => Assert.True(p.Box.Iou(place) > 0.7, $"at {p.Time.Seconds:0.0} s {p.Box} for {place}"));
        }
    }

    [Fact]
    public void What_stands_with_its_foot_hidden_stands()
    {
        var watch = new Watch(10);
        watch.Run(3, _ => Of(First), _ => Of(Second), _ => Of(Third));
        Assert.All(watch.Tracker.Live.ToArray(), t => Assert.True(t.Standing, t.Place.ToString()));
    }

    [Fact]
    public void Two_that_wait_and_are_boxed_as_one_in_every_other_picture_do_not_change_places()
    {
        var watch = new Watch(10);
        bool Both(double t) => t > 4 && (int)Math.Round(t * 10) % 2 == 0;
        watch.Run(4, _ => Of(First), _ => Of(Second), _ => Of(Third));
        watch.Run(20, t => Of(Both(t) ? First.Around(Second) : First), t => Both(t) ? null : Of(Second), _ => Of(Third));
        watch.Run(2, _ => Of(First), _ => Of(Second), _ => Of(Third));
        AllStood(watch.Finish(), First, Second, Third);
    }

    [Fact]
    public void Nor_when_they_are_boxed_as_one_for_ten_seconds()
    {
        var watch = new Watch(10);
        watch.Run(4, _ => Of(First), _ => Of(Second));
        watch.Run(10, _ => Of(First.Around(Second)));
        watch.Run(2, _ => Of(First), _ => Of(Second));
        AllStood(watch.Finish(), First, Second);
    }

    [Fact]
    public void Two_that_were_not_found_by_themselves_for_minutes_vouch_for_nobody()
    {
        var watch = new Watch(10) { Every = t => t < 6 ? 1 : 5 };
        watch.Run(4, _ => Of(First), _ => Of(Second));
        watch.Run(300, _ => Of(First.Around(Second))); // a lorry that stands where both did
        var one = Assert.Single(watch.Tracker.Live.ToArray(), t => t.Confirmed);
        Assert.True(one.Box.Iou(First.Around(Second)) > 0.9);
    }

    [Fact]
    public void When_the_first_drives_off_the_second_stays_what_it_is()
    {
        var watch = new Watch(10) { Place = (t, place) => t > 14 && place.Iou(First) > 0.5 ? PlaceLook.Changed : PlaceLook.Same };
        watch.Run(4, _ => Of(First), _ => Of(Second));
        watch.Run(10, _ => Of(First.Around(Second)));
        watch.Run(3, t => Of(First with { Y = First.Y - (30 * (t - 14)) }), _ => Of(Second));
        var ended = watch.Finish();
        Assert.Equal(2, ended.Count);
        var gone = Assert.Single(ended, t => t.First.Box.Iou(First) > 0.7);
        Assert.InRange(gone.Last.Box.Y, First.Y - 95, First.Y - 70);
        Assert.True(Assert.Single(ended, t => t != gone).Last.Box.Iou(Second) > 0.7);
    }

    [Fact]
    public void A_part_found_at_a_place_that_looks_as_it_did_does_not_shrink_what_stands_there()
    {
        var watch = new Watch(10) { Place = (_, _) => PlaceLook.Same };
        watch.Run(6, _ => Of(First));
        watch.Run(2, _ => Of(First with { Height = 35 }));
        AllStood(watch.Finish(), First);
    }

    [Fact]
    public void What_is_found_otherwise_for_longer_is_believed()
    {
        var watch = new Watch(10) { Place = (_, _) => PlaceLook.Same };
        watch.Run(3, _ => Of(First.Around(Second))); // two from the beginning: nobody knew better
        watch.Run(12, _ => Of(First), _ => Of(Second));
        var ended = watch.Finish();
        Assert.Equal(2, ended.Count);
        Assert.Contains(ended, t => t.Last.Box.Iou(First) > 0.8);
        Assert.Contains(ended, t => t.Last.Box.Iou(Second) > 0.8);
    }

    [Fact]
    public void A_part_seen_beside_a_lorry_that_is_missed_in_one_picture_is_still_a_part()
    {
        static PixelBox Lorry(double t) => new(200 - (30 * Math.Max(0, 4 - t)), 60, 135, 260); // it drives up from the left and stops
        static PixelBox Seen(double t) => new(Math.Max(First.X, Lorry(t).Right), First.Y, First.Right - Math.Max(First.X, Lorry(t).Right), First.Height);
        var watch = new Watch(10);
        watch.Run(14, t => Of(Seen(t)), t => t > 6 && (int)Math.Round(t * 10) % 5 == 0 ? null : new Detection(Lorry(t), 0.9f, RoadUser.Truck));
        var car = Assert.Single(watch.Finish(), t => t.Class == RoadUser.Car);
        Assert.All(car.Points, p => Assert.True(p.Box.Iou(First) > 0.8, $"at {p.Time.Seconds:0.0} s {p.Box}"));
    }
}
