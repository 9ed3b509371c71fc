using Qyran.Domain.Detections;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>Frames nobody looked at say nothing: they neither age a track nor lower it.</summary>
public sealed class NotLookedTests
{
    [Theory]
    [InlineData(25, 2, 200)]
    [InlineData(25, 3, 200)]
    [InlineData(60, 5, 300)]
    [InlineData(12, 1, 200)]
    public void A_car_looked_at_now_and_then_is_one_track_with_a_point_in_every_frame(double fps, int every, double speed)
    {
        var watch = new Watch(fps) { Every = _ => every };
        watch.Run(5, t => Watch.Car(100 + (speed * t), 300), t => Watch.Car(1400 - (speed * t), 361));
        var tracks = watch.Finish();
        Assert.Equal(2, tracks.Count);
        foreach (var track in tracks)
        {
            Assert.Equal(track.Last.Frame - track.First.Frame + 1, track.Points.Length);
            Assert.All(track.Points, p => Assert.Equal(p.Frame % every == 0, p.Seen is not null));
            Assert.All(track.Points, p => Assert.Equal(p.Frame % every == 0, p.LookedAt));
            Assert.All(track.Points, p => Assert.InRange(p.Score, 0.89f, 0.91f));
            var way = track.Points[^1].Box.X > track.Points[0].Box.X ? 1 : -1;
            Assert.All(track.Points, p => Assert.True(Math.Abs(p.Box.Centre.X - (way > 0 ? 100 + (speed * p.Time.Seconds) : 1400 - (speed * p.Time.Seconds))) < 2, "it lies on the way"));
        }
    }

    [Fact]
    public void A_frame_that_was_looked_at_in_vain_is_told_from_one_that_was_not()
    {
        var watch = new Watch(25) { Every = _ => 2 };
        watch.Run(4, t => Math.Abs(t - 2) < 0.01 ? null : Watch.Car(100 + (100 * t), 300));
        var track = Assert.Single(watch.Finish());
        var missed = Assert.Single(track.Points, p => p.Seen is null && p.LookedAt);
        Assert.Equal(50, missed.Frame);
        Assert.Equal(0, missed.Score);
    }

    [Fact]
    public void Time_without_a_look_does_not_age_a_track()
    {
        var watch = new Watch(25) { Every = t => t is > 2 and < 4.5 ? int.MaxValue : 1 };
        watch.Run(7, t => Watch.Car(600, 300));
        var track = Assert.Single(watch.Finish());
        Assert.Equal(7 * 25, track.Points.Length);
    }

    [Fact]
    public void One_look_in_vain_after_a_long_time_without_a_look_does_not_end_a_track()
    {
        // looked at once a second; every third look finds nothing
        var watch = new Watch(25) { Every = t => t < 3 ? 1 : 25 };
        watch.Run(60, t => t > 3 && (int)t % 3 == 0 ? null : Watch.Car(600, 300));
        Assert.Single(watch.Finish());
    }

    [Fact]
    public void A_track_that_is_gone_ends_as_soon_as_when_every_frame_is_looked_at()
    {
        foreach (var every in new[] { 1, 2, 3 })
        {
            var watch = new Watch(25) { Every = _ => every };
            watch.Run(3, t => Watch.Car(100 + (100 * t), 300));
            watch.Run(1.6);
            Assert.Single(watch.Ended);
        }
    }

    [Fact]
    public void A_frame_nobody_looked_at_begins_and_ends_nothing_and_shows_nothing_as_seen()
    {
        var watch = new Watch(25) { Every = t => t < 2 ? 1 : 5 };
        watch.Run(2, t => Watch.Car(100 + (100 * t), 300));
        watch.Run(0.04, t => Watch.Car(300, 300));
        watch.Run(0.04, t => Watch.Car(300, 300), t => Watch.Car(900, 300));
        var live = Assert.Single(watch.Tracker.Live.ToArray());
        Assert.False(live.SeenNow);
        Assert.Equal(0, live.Misses);
        Assert.InRange(live.Box.Centre.X, 300, 312);
    }

    [Fact]
    public void A_waiting_car_looked_at_once_a_second_stays_standing_and_one_track_for_ten_minutes()
    {
        var noise = new Random(4);
        var watch = new Watch(25) { Every = t => t is > 8 and < 608 ? 25 : 2 };
        double Way(double t) => t < 5 ? 120 * t : t < 610 ? 600 : 600 + (120 * (t - 610));
        watch.Run(8, t => Watch.Car(Way(t), 300));
        var stood = 0;
        for (var i = 0; i < 600; i++)
        {
            watch.Run(1, t => Watch.Car(Way(t) + (4 * (noise.NextDouble() - 0.5)), 300 + (4 * (noise.NextDouble() - 0.5))));
            if (watch.Tracker.Live[0].Standing) stood++;
        }
        watch.Run(6, t => Watch.Car(Way(t), 300));
        Assert.True(stood >= 595, $"standing in {stood} of 600 seconds");
        var only = Assert.Single(watch.Finish());
        Assert.True(only.Last.Box.Centre.X > 950, "and drove on");
    }

    [Fact]
    public void Skipping_allocates_nothing_once_warm()
    {
        var watch = new Tracker(new(), null);
        List<Track> ended = [];
        var found = new Detection[20];
        long frame = 0;
        void Drive(int frames)
        {
            for (var i = 0; i < frames; i++, frame++)
            {
                for (var k = 0; k < found.Length; k++) found[k] = Watch.Car((k % 5 * 150) + (frame % 3), k / 5 * 120);
                if (frame % 3 == 0) watch.Step(frame, new(frame * 40_000, null, null, default), found, ended);
                else watch.Skip(frame, new(frame * 40_000, null, null, default), ended);
            }
        }
        Drive(280);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Drive(200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(20, watch.Live.Length);
    }
}
