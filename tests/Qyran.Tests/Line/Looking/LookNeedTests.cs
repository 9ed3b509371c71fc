using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Line.Looking;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Line.Looking;

public sealed class LookNeedTests
{
    private static readonly ImmutableArray<Polygon> Zone = [new([new(400, 400), new(900, 400), new(900, 700), new(400, 700)])];

    /// <summary>A car with its contact point at x, y; its box is 100 px wide and high.</summary>
    private static LiveTrack Track(double x, double y, double vx = 0, double vy = 0, bool standing = false, int? id = 1, int misses = 0, int hits = 10) =>
        new(id, RoadUser.Car, new(x - 50, y - 100, 100, 100), null, vx, vy, 0, default, new CaptureTime(0, null, null, default), hits, misses, standing, new(x - 50, y - 100, 100, 100));

    public static TheoryData<string, LiveTrack[], bool, bool, double> Cases => new()
    {
        { "nothing followed, nothing moves: now and then all the same", [], false, false, 5 },
        { "nothing followed, something moves: newcomers", [], true, true, 1 / 6.0 },
        { "a car that moves", [Track(100, 300, 50)], true, true, 1 / 8.0 },
        { "a car that moves although the picture seems still", [Track(100, 300, 50)], false, false, 1 / 8.0 },
        { "all wait, nothing moves", [Track(500, 500, standing: true), Track(700, 500, standing: true, id: 2)], true, false, 1 },
        { "all wait, somebody passes", [Track(500, 500, standing: true)], true, true, 1 / 8.0 },
        { "one waits, one has just come", [Track(500, 500, standing: true), Track(200, 200, id: null, hits: 2)], true, false, 1 / 8.0 },
        { "one was seen for the first time: in the next frame", [Track(500, 500, 50), Track(200, 200, id: null, hits: 1)], true, true, 0 },
        { "a waiting one that was not found where it stood", [Track(500, 500, standing: true, misses: 1)], false, false, 1 / 8.0 },
        { "slow in the zone: a quarter of its size from look to look", [Track(600, 500, 0, 200)], true, true, 1 / 8.0 },
        { "fast in the zone: three tenths of its size at 500 px/s", [Track(600, 500, 0, 500)], true, true, 0.06 },
        { "fast and about to enter the zone", [Track(600, 250, 0, 500)], true, true, 0.06 },
        { "fast but going away from the zone", [Track(600, 250, 0, -400)], true, true, 1 / 8.0 },
        { "very fast, away from the zone: six tenths of its size", [Track(600, 250, 0, -1000)], true, true, 0.06 },
        { "so fast that it jumps over the zone's rim within the time", [Track(380, 500, 1500)], true, true, 0.02 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void How_soon_to_look_again(string what, LiveTrack[] live, bool moves, bool stirs, double expected)
    {
        var need = LookNeed.Seconds(live, moves, stirs, Zone, new());
        Assert.True(Math.Abs(expected - need) < 1e-9, $"{what}: {need}");
    }

    [Fact]
    public void Without_a_zone_everywhere_is_one() => Assert.Equal(0.06, LookNeed.Seconds([Track(50, 150, 500)], true, true, [], new()), 1e-9);

    [Theory]
    [InlineData(4, 4)]
    [InlineData(10, 10)]
    [InlineData(12, 12)]
    [InlineData(15, 15)]
    [InlineData(18, 9)]
    [InlineData(25, 12.5)]
    [InlineData(30, 10)]
    [InlineData(50, 10)]
    [InlineData(60, 12)]
    public void The_rate_is_steady_whatever_the_cameras(double fps, double looksPerSecond)
    {
        var clock = new LookClock();
        var looks = 0;
        for (var frame = 0; frame < fps * 60; frame++)
            if (clock.IsDue(frame / fps, 1 / 11.0)) looks++;
        Assert.Equal(looksPerSecond, looks / 60.0, 0.15);
    }

    [Fact]
    public void A_changing_frame_rate_and_lost_frames_do_not_upset_it()
    {
        var (clock, random) = (new LookClock(), new Random(1));
        double t = 0, before = 0, longest = 0;
        for (var frame = 0; frame < 2000; frame++)
        {
            t += (frame < 1000 ? 0.033 : 0.066) * (0.7 + (0.6 * random.NextDouble())) * (frame % 50 == 0 ? 3 : 1);
            if (!clock.IsDue(t, 1 / 11.0)) continue;
            if (frame > 20) longest = Math.Max(longest, t - before);
            before = t;
        }
        Assert.InRange(longest, 0.1, 0.36);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(100)]
    public void After_a_jump_of_the_clock_the_next_frame_is_looked_at(double jump)
    {
        var clock = new LookClock();
        for (var frame = 0; frame < 100; frame++) clock.IsDue(40 + (frame * 0.04), 5);
        Assert.True(clock.IsDue(44 + jump, 5));
    }
}
