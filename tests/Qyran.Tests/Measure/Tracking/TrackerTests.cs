using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

public sealed class TrackerTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(60)]
    public void Two_cars_crossing_keep_their_identities(double fps)
    {
        var tracks = new Road(fps).Car(t => (100 + (150 * t), 300)).Car(t => (1300 - (150 * t), 330)).Drive(8);
        Assert.Equal(2, tracks.Count);
        Assert.All(tracks, t => Assert.True(Math.Abs(t.Last.Box.X - t.First.Box.X) > 1000, "it went all the way"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(25)]
    public void Paths_that_cross_at_a_right_angle_do_not_swap(double fps)
    {
        var tracks = new Road(fps).Car(t => (200 + (150 * t), 500)).Car(t => (800, 100 + (110 * t))).Drive(8);
        Assert.Equal(2, tracks.Count);
        Assert.All(tracks, t => Assert.True(
            Math.Min(Math.Abs(t.Last.Box.X - t.First.Box.X), Math.Abs(t.Last.Box.Y - t.First.Box.Y)) < 60, "it kept to its own road"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(25)]
    public void A_car_waiting_at_a_stop_line_for_three_minutes_stays_one_track(double fps)
    {
        static double Way(double t) => t < 4 ? 150 * t : t < 184 ? 600 : 600 + (150 * (t - 184));
        var tracks = new Road(fps) { Dropout = 0.15 }.Car(t => (Way(t), 300)).Drive(190);
        var only = Assert.Single(tracks);
        Assert.True(only.Points.Length >= 188 * fps);
    }

    [Theory]
    [InlineData(-12)]
    [InlineData(12)]
    public void What_comes_nearer_or_goes_away_is_where_it_is_seen_not_ahead_of_it(double metresPerSecond)
    {
        // as a camera sees it: place and size go with one over the distance
        PixelBox At(double t)
        {
            var away = (metresPerSecond < 0 ? 42 : 10) + (metresPerSecond * t);
            return new(640 - (1000 / away), 100 + (3000 / away), 2000 / away, 1500 / away);
        }
        var watch = new Watch(25);
        watch.Run(2.6, t => new Detection(At(t), 0.9f, RoadUser.Car));
        var only = Assert.Single(watch.Finish());
        Assert.All(only.Points.Where(p => p.Seen is not null).Skip(3).SkipLast(3), p => Assert.InRange(p.Box.Iou(At(p.Time.Seconds)), 0.97, 1));
    }

    [Theory]
    [InlineData(RoadUser.Bus, RoadUser.Truck, 1)]
    [InlineData(RoadUser.Car, RoadUser.Car, 2)] // half over one another, but of one kind: the detector has parted them
    [InlineData(RoadUser.Car, RoadUser.Person, 2)]
    public void What_is_seen_as_two_kinds_of_vehicle_at_one_place_is_one(RoadUser one, RoadUser other, int expected)
    {
        var watch = new Watch(10);
        watch.Run(4, t => Watch.Car(100 + (100 * t), 300) with { Class = one }, t => Watch.Car(120 + (100 * t), 300, score: 0.7f) with { Class = other });
        Assert.Equal(expected, watch.Finish().Count);
    }

    [Fact]
    public void A_waiting_car_hidden_by_a_bus_for_three_seconds_is_taken_up_again()
    {
        var tracks = new Road(25).Car(t => t is > 10 and < 13 ? null : (600, 300)).Drive(20);
        Assert.Single(tracks);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(25)]
    public void A_moving_car_survives_a_short_occlusion(double fps)
    {
        var tracks = new Road(fps).Car(t => t is > 2 and < 2.8 ? null : (100 + (200 * t), 300)).Drive(5);
        var only = Assert.Single(tracks);
        var hidden = only.Points.Where(p => p.Seen is null).ToList();
        Assert.NotEmpty(hidden);
        Assert.All(hidden, p => Assert.True(Math.Abs(p.Box.Centre.X - (100 + (200 * p.Time.Seconds))) < 15, "the gap lies on the way"));
    }

    [Theory]
    [InlineData(4, 240)]
    [InlineData(8, 300)]
    [InlineData(25, 400)]
    public void Following_cars_are_not_merged(double fps, double speed)
    {
        var road = new Road(fps);
        for (var i = 0; i < 6; i++)
        {
            var start = -130.0 * i;
            road.Car(t => start + (speed * t) is > 0 and < 1800 and var x ? (x, 300) : null);
        }
        var tracks = road.Drive(10);
        Assert.Equal(6, tracks.Count);
        Assert.All(tracks, t => Assert.True(t.Points.Length > 0.8 * 1800 / speed * fps));
    }

    [Fact]
    public void Fast_cars_at_four_frames_per_second_whose_boxes_never_overlap_are_followed()
    {
        // 90 px boxes that move 110 px a frame, three lanes
        var road = new Road(4);
        for (var i = 0; i < 9; i++)
        {
            var (start, lane) = (-(i / 3) * 420.0 - (i % 3 * 90), 200 + (i % 3 * 110.0));
            road.Car(t => start + (440 * t) is > 0 and < 1800 and var x ? (x, lane) : null, 90, 70);
        }
        var tracks = road.Drive(10);
        Assert.True(tracks.Count == 9, string.Join("; ", tracks.Select(t => $"{t.First.Frame}-{t.Last.Frame} {t.First.Box.Centre.X:F0},{t.First.Box.Centre.Y:F0} to {t.Last.Box.Centre.X:F0},{t.Last.Box.Centre.Y:F0} seen {t.Points.Count(p => p.Seen is not null)}")));
    }

    [Fact]
    public void Noise_that_comes_and_goes_is_never_emitted()
    {
        var tracks = new Road(25) { Clutter = 3 }.Car(t => (100 + (150 * t), 300)).Drive(8, new() { ConfirmHits = 4 });
        Assert.Equal(1, tracks.Count(t => t.Points.Length > 150));
        Assert.True(tracks.Count <= 3, $"{tracks.Count} tracks");
    }

    [Fact]
    public void A_track_begins_with_its_first_sighting_and_ends_with_its_last()
    {
        var tracks = new Road(25).Car(t => t is > 1 and < 3 ? (100 + (150 * t), 300) : null).Drive(10);
        var only = Assert.Single(tracks);
        Assert.Equal(26, only.First.Frame);
        Assert.Equal(74, only.Last.Frame);
        Assert.NotNull(only.Last.Seen);
        Assert.Equal(Enumerable.Range(26, 49).Select(f => (long)f), only.Points.Select(p => p.Frame));
    }

    [Fact]
    public void An_ended_track_is_given_out_within_two_seconds()
    {
        List<Track> ended = [];
        var tracker = new Tracker(new(), null);
        for (var frame = 0; frame < 250; frame++)
        {
            var t = frame / 25.0;
            Detection[] found = t < 4 ? [new(new(100 + (100 * t), 100, 80, 60), 0.9f, RoadUser.Car)] : [];
            tracker.Step(frame, new((long)(t * 1e6), null, null, default), found, ended);
            if (t >= 6) Assert.Single(ended);
        }
    }

    [Theory]
    [InlineData(0.9, "frames come early and late")]
    [InlineData(0, "a steady camera")]
    public void A_variable_frame_rate_does_not_break_tracks(double jitter, string why)
    {
        var tracks = new Road(12) { Jitter = jitter, Dropout = 0.1 }.Car(t => (100 + (250 * t), 300)).Car(t => (100 + (250 * t), 380)).Drive(6);
        Assert.True(tracks.Count == 2, why);
    }

    [Fact]
    public void Low_scores_carry_a_track_on_but_never_begin_one()
    {
        List<Track> ended = [];
        var tracker = new Tracker(new(), null);
        for (var frame = 0; frame < 100; frame++)
        {
            Detection[] found =
            [
                new(new(100 + (4 * frame), 100, 80, 60), frame is > 20 and < 80 ? 0.2f : 0.9f, RoadUser.Car),
                new(new(100 + (4 * frame), 500, 80, 60), 0.2f, RoadUser.Car),
            ];
            tracker.Step(frame, new(frame * 40_000, null, null, default), found, ended);
        }
        tracker.Finish(ended);
        var only = Assert.Single(ended);
        Assert.All(only.Points, p => Assert.NotNull(p.Seen));
    }

    [Fact]
    public void The_class_is_the_vote_of_the_whole_track()
    {
        List<Track> ended = [];
        var tracker = new Tracker(new(), null);
        for (var frame = 0; frame < 30; frame++)
            tracker.Step(frame, new(frame * 40_000, null, null, default),
                [new(new(100 + (4 * frame), 100, 80, 60), 0.9f, (frame % 5) switch { 0 or 1 => RoadUser.Truck, 2 => RoadUser.Van, _ => RoadUser.Unknown })], ended);
        tracker.Finish(ended);
        Assert.Equal(RoadUser.Truck, Assert.Single(ended).Class);
    }

    [Fact]
    public void What_is_seen_near_says_more_of_the_class_than_what_is_seen_far_away()
    {
        List<Track> ended = [];
        var tracker = new Tracker(new(), null);
        for (var frame = 0; frame < 100; frame++)
        {
            var height = 40 * Math.Pow(1.02, frame);
            tracker.Step(frame, new(frame * 40_000, null, null, default),
                [new(new(500 - height, 400 - (height / 2), 2 * height, height), 0.9f, frame < 60 ? RoadUser.Car : RoadUser.Bus)], ended);
        }
        tracker.Finish(ended);
        var only = Assert.Single(ended);
        Assert.Equal((RoadUser.Bus, "Car Bus"), (only.Class, string.Join(' ', only.Classes)));
    }

    [Theory]
    [InlineData(-5, "the clock jumps back")]
    [InlineData(60, "the video is cut")]
    public void Tracks_end_where_time_breaks(double jump, string why)
    {
        List<Track> ended = [];
        var tracker = new Tracker(new(), null);
        for (var frame = 0; frame < 40; frame++)
        {
            var t = 10 + (frame / 10.0) + (frame >= 20 ? jump : 0);
            tracker.Step(frame, new((long)(t * 1e6), null, null, default), [new(new(100, 100, 80, 60), 0.9f, RoadUser.Car)], ended);
        }
        tracker.Finish(ended);
        Assert.True(ended.Count == 2, why);
    }

    [Fact]
    public void Nonsense_boxes_are_ignored()
    {
        List<Track> ended = [];
        var tracker = new Tracker(new(), null);
        for (var frame = 0; frame < 10; frame++)
            tracker.Step(frame, new(frame * 40_000, null, null, default),
            [
                new(new(double.NaN, 0, 10, 10), 0.9f, RoadUser.Car), new(new(0, 0, 0, 10), 0.9f, RoadUser.Car),
                new(new(0, 0, double.PositiveInfinity, 10), 0.9f, RoadUser.Car), new(new(0, 0, 10, 10), float.NaN, RoadUser.Car),
            ], ended);
        tracker.Finish(ended);
        Assert.Empty(ended);
    }

    [Fact]
    public void Unsure_sightings_are_no_track_where_sureness_is_asked_however_many()
    {
        var road = new Road(25).Car(t => (100 + (100 * t), 300), score: 0.95f).Car(t => (100 + (100 * t), 800), score: 0.75f);
        Assert.Equal(2, road.Drive(8).Count);
        var only = Assert.Single(road.Drive(8, TrackerSettings.ForTwoStageDetectors));
        Assert.InRange(only.First.Box.Centre.Y, 280, 320);
    }

    [Theory]
    [InlineData(0.4, true)]
    [InlineData(0.8, false)]
    public void A_gap_is_filled_only_as_long_as_asked(double seconds, bool filled)
    {
        var tracks = new Road(25).Car(t => t > 2 && t < 2 + seconds ? null : (100 + (200 * t), 300)).Drive(5, new() { BridgeSeconds = 0.5 });
        var only = Assert.Single(tracks);
        Assert.Equal(filled, only.Points.Any(p => p.Seen is null));
        for (var i = 1; i < only.Points.Length; i++) Assert.True(only.Points[i].Frame > only.Points[i - 1].Frame);
    }

    [Fact]
    public void A_standing_car_is_known_over_a_long_gap()
    {
        var tracks = new Road(25).Car(t => t is > 10 and < 13 ? null : (600, 300)).Drive(20, new() { BridgeSeconds = 0.5 });
        Assert.Equal(75, Assert.Single(tracks).Points.Count(p => p.Seen is null), 3.0);
    }
}
