using Qyran.Domain.Detections;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>Weak detections: what drives through the picture is real though never quite believed, what stays where it is may be a sign.</summary>
public sealed class TrialTests
{
    private static readonly TrackerSettings Trying = new() { TrialScore = 0.25f };

    [Theory]
    [InlineData(0.3f, 1)]
    [InlineData(0.24f, 0)]
    public void A_weak_thing_that_drives_on_is_a_track_from_its_first_sighting(float score, int expected)
    {
        var watch = new Watch(12, Trying);
        watch.Run(2, t => Watch.Car(100 + (120 * t), 300, score: score));
        var tracks = watch.Finish();
        Assert.Equal(expected, tracks.Count);
        Assert.All(tracks, t => Assert.Equal(0, t.First.Frame));
    }

    [Fact]
    public void A_weak_thing_that_stays_is_none()
    {
        var watch = new Watch(12, Trying);
        watch.Run(60, t => Watch.Car(300 + (5 * Math.Sin(t)), 300, score: 0.45f));
        Assert.Empty(watch.Finish());
    }

    [Fact]
    public void A_flicker_is_none_however_far_it_jumps()
    {
        var watch = new Watch(12, Trying);
        watch.Run(0.3, t => Watch.Car(100 + (200 * t), 300, score: 0.4f)); // four sightings: 1.6 together, but hardly moved
        watch.Run(2);
        watch.Run(0.2, t => Watch.Car(700 + (2000 * t), 300, score: 0.3f));
        Assert.Empty(watch.Finish());
    }

    [Fact]
    public void Without_trials_weak_things_begin_nothing()
    {
        var watch = new Watch(12);
        watch.Run(4, t => Watch.Car(100 + (120 * t), 300, score: 0.45f));
        Assert.Empty(watch.Finish());
    }

    [Fact]
    public void A_weak_piece_of_a_surely_seen_lorry_is_no_thing_of_its_own()
    {
        var watch = new Watch(12, Trying);
        watch.Run(4, t => Watch.Car(200 + (120 * t), 300, 240, 160), t => Watch.Car(260 + (120 * t), 330, 70, 50, score: 0.4f));
        Assert.Single(watch.Finish());
    }

    [Fact]
    public void Where_a_track_ended_a_weak_thing_may_begin_in_the_frame_in_which_another_begins()
    {
        var watch = new Watch(12, Trying);
        watch.Run(1, _ => Watch.Car(700, 300));
        watch.Run(6);
        Assert.Empty(watch.Tracker.Live.ToArray());
        watch.Run(1 / 12.0, _ => Watch.Car(300, 300), _ => Watch.Car(700, 300, score: 0.3f));
        Assert.Equal(2, watch.Tracker.Live.Length);
    }

    [Theory]
    [InlineData(RoadUser.Van, RoadUser.Bus, 1)] // 0.3 and 0.25: it is one of them
    [InlineData(RoadUser.Motorcycle, RoadUser.Bicycle, 1)]
    [InlineData(RoadUser.Motorcycle, RoadUser.Person, 0)] // a person does not make a motorcycle surer
    [InlineData(RoadUser.Car, RoadUser.Car, 0)] // two boxes of one kind are one opinion
    public void Kinds_that_exclude_each_other_add_up(RoadUser one, RoadUser other, int expected)
    {
        var watch = new Watch(12); // no trials: it takes 0.5
        watch.Run(2, t => Watch.Car(100 + (60 * t), 300, score: 0.3f) with { Class = one }, t => Watch.Car(101 + (60 * t), 301, score: 0.25f) with { Class = other });
        var tracks = watch.Finish();
        Assert.Equal(expected, tracks.Count);
        Assert.All(tracks, t => Assert.Equal(one, t.Class));
    }

    [Fact]
    public void Kinds_far_apart_do_not_add_up()
    {
        var watch = new Watch(12);
        watch.Run(2, t => Watch.Car(100 + (60 * t), 300, score: 0.3f), t => Watch.Car(160 + (60 * t), 300, score: 0.3f) with { Class = RoadUser.Bus });
        Assert.Empty(watch.Finish());
    }
}
