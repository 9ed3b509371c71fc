using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Plates;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Plates;
using Qyran.Tests.Measure.Tracking;

namespace Qyran.Tests.Measure.Plates;

public sealed class PlateSplitTests
{
    private static readonly Track Whole = new(4, RoadUser.Car, [.. Enumerable.Range(0, 100).Select(k => new TrackPoint(k, At(k), new PixelBox(0, 0, 50, 40), new PixelBox(0, 0, 50, 40), 0.5f))]);
    private int last = 40;

    [Fact]
    public void One_plate_or_none_leaves_a_track_whole()
    {
        Assert.Equal(Whole, Assert.Single(Split()).Track);
        Assert.Equal("123ABC02", Assert.Single(Split(Seen(10, "123ABC02"), Seen(40, "123ABC02"), Seen(50, "123ABC02"), Seen(60, "777KAZ13"))).Verdict.Accepted?.Text); // one sight of another is none
    }

    [Fact]
    public void Two_plates_one_after_the_other_are_two_vehicles_and_what_lies_between_is_neithers()
    {
        var parts = Split(Seen(10, "123ABC02"), Seen(20, "123ABC02"), Seen(40, "555XYZ05"), Seen(60, "777KAZ13"), Seen(90, "777KAZ13"));
        Assert.Equal([(4, 0, 20, "123ABC02"), (41, 60, 99, "777KAZ13")], parts.Select(p => (p.Track.Id, (int)p.Track.First.Frame, (int)p.Track.Last.Frame, p.Verdict.Accepted!.Text)));
        Assert.All(parts, p => Assert.Equal(2, p.Verdict.Sightings.Length));
    }

    [Theory]
    [InlineData(RoadUser.Truck)]
    [InlineData(RoadUser.Bus)]
    [InlineData(RoadUser.Van)]
    [InlineData(RoadUser.Unknown)]
    public void A_lorry_or_what_may_be_one_may_show_its_trailers_plate_so_it_stays_whole_and_neither_is_accepted(RoadUser who)
    {
        PlateSighting[] seen = [.. Of("123ABC02", 10, 20), .. Of("555XYZ05", 40), .. Of("777KAZ13", 60, 90)];
        var lorry = Whole with { Class = who };
        var (track, verdict) = Assert.Single(PlateSplit.Of(lorry, seen, new(), () => ++last));
        Assert.Equal(lorry, track);
        Assert.Null(verdict.Accepted);
        Assert.All((string[])["two plates", "123ABC02", "777KAZ13"], word => Assert.Contains(word, verdict.Refused, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.85, 2.35, 2)] // a car, seen from above
    [InlineData(2.5, 5.3, 1)]
    public void What_the_detector_has_no_class_for_is_cut_where_its_size_on_the_road_is_a_cars(double wide, double high, int parts)
    {
        var road = new StraightRoad();
        var nameless = Whole with { Class = RoadUser.Unknown, Points = [.. Whole.Points.Select(Away)] };
        PlateSighting[] seen = [.. Of("123ABC02", 10, 20), .. Of("777KAZ13", 60, 90)];
        Assert.Equal(parts, PlateSplit.Of(nameless, seen, new(), () => ++last, road).Length);
        Assert.Single(PlateSplit.Of(nameless, seen, new(), () => ++last));

        // drives away at 10 m/s
        TrackPoint Away(TrackPoint point)
        {
            Assert.True(road.TryPixel(new(0, 20 + (10 * point.Time.Seconds)), out var at));
            var scale = road.PixelsPerMetre(at);
            var box = new PixelBox(at.X - (wide * scale / 2), at.Y - (high * scale), wide * scale, high * scale);
            return point with { Box = box, Seen = box };
        }
    }

    [Fact]
    public void Three_plates_are_three()
    {
        var parts = Split(Seen(1, "111AAA01"), Seen(9, "111AAA01"), Seen(20, "222BBB02"), Seen(29, "222BBB02"), Seen(60, "333CCC03"), Seen(90, "333CCC03"));
        Assert.Equal(["111AAA01", "222BBB02", "333CCC03"], parts.Select(p => p.Verdict.Accepted!.Text));
        Assert.Equal([4, 41, 42], parts.Select(p => p.Track.Id));
    }

    [Fact]
    public void Plates_read_in_turns_are_refused_and_a_misreading_cuts_nothing()
    {
        var turns = Assert.Single(Split(Seen(10, "123ABC02"), Seen(20, "777KAZ13"), Seen(30, "123ABC02"), Seen(40, "777KAZ13"))).Verdict;
        Assert.Contains("two plates", turns.Refused, StringComparison.Ordinal);
        Assert.Single(Split(Seen(10, "123ABC02"), Seen(20, "123ABC02"), Seen(30, "123ABG02"), Seen(40, "123ABG02")));
    }

    [Fact]
    public void A_misreading_that_was_over_long_before_does_not_cut_its_own_vehicle()
    {
        var parts = Split([.. Of("123ABC02", 5, 20, 30, 40, 50), .. Of("123ABG02", 10, 12), .. Of("777KAZ13", 60, 90)]);
        Assert.Equal([(4, 0, 55, "123ABC02"), (41, 56, 99, "777KAZ13")], parts.Select(p => (p.Track.Id, (int)p.Track.First.Frame, (int)p.Track.Last.Frame, p.Verdict.Accepted!.Text)));
    }

    [Fact]
    public void Nor_does_it_cut_plates_that_were_read_in_turns()
    {
        var turns = Assert.Single(Split([.. Of("123ABC02", 5, 50), .. Of("123ABG02", 10, 12), .. Of("777KAZ13", 20, 60)])).Verdict;
        Assert.Contains("two plates", turns.Refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("moved on unseen", true)]
    [InlineData("behind a lorry, and seen again where it stood", true)]
    [InlineData("behind a lorry for less than a second", false)]
    [InlineData("held by the picture of its place", false)]
    [InlineData("nobody looked", false)]
    [InlineData("stands for long, a point now and then", false)]
    public void A_plate_read_on_one_side_only_of_a_long_time_out_of_sight_may_be_anothers(string between, bool isRefused)
    {
        static bool Within(TrackPoint p, int until) => p.Frame > 40 && p.Frame < until;
        ImmutableArray<TrackPoint> Out(int until, TrackPoint lost) => [.. Whole.Points.Select(p => Within(p, until) ? p with { Seen = lost.Seen, Score = lost.Score, Held = lost.Held } : p)];
        var track = Whole with
        {
            Points = between switch
            {
                "moved on unseen" => [.. Whole.Points.Where(p => !Within(p, 70)).Select(p => p.Frame < 70 ? p : p with { Box = new(200, 0, 50, 40), Seen = new(200, 0, 50, 40) })],
                "behind a lorry, and seen again where it stood" => Out(70, default),
                "behind a lorry for less than a second" => Out(65, default),
                "held by the picture of its place" => Out(70, new() { Held = true }),
                "nobody looked" => Out(70, new() { Score = 0.5f }),
                _ => [.. Whole.Points.Where(p => !Within(p, 70))],
            },
        };
        foreach (var (one, other) in (ReadOnlySpan<(int, int)>)[(10, 20), (85, 95)]) // read before it only, afterwards only
        {
            var (_, verdict) = Assert.Single(PlateSplit.Of(track, [.. Of("123ABC02", one, other)], new(), () => ++last));
            Assert.Equal(isRefused ? null : "123ABC02", verdict.Accepted?.Text);
            if (isRefused) Assert.Equal("123ABC02 was read on one side only of 1.2 s out of sight: who came out need not be who went in", verdict.Refused);
        }
        Assert.NotNull(Assert.Single(PlateSplit.Of(track, [.. Of("123ABC02", 10, 95)], new(), () => ++last)).Verdict.Accepted);
    }

    private IReadOnlyList<(Track Track, PlateVerdict Verdict)> Split(params PlateSighting[] seen) => PlateSplit.Of(Whole, seen, new(), () => ++last);

    private static IEnumerable<PlateSighting> Of(string text, params int[] frames) => frames.Select(f => Seen(f, text));

    private static PlateSighting Seen(int frame, string text) =>
        new(frame, At(frame), PlateVoteTests.Reading(text, 0.98));

    private static CaptureTime At(int frame) => new(frame * 40_000L, null, null, TimeQuality.Exact);
}
