using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

public sealed class TurnBackTests
{
    private static Track Made(double seconds, Func<double, PixelBox> where, RoadUser kind = RoadUser.Car, double fps = 25) => new(7, kind,
    [
        .. Enumerable.Range(0, (int)(seconds * fps)).Select(i => new TrackPoint(i, new CaptureTime((long)(i * 1e6 / fps), null, null, TimeQuality.Exact), where(i / fps), where(i / fps), 0.8f)),
    ]);

    private static ImmutableArray<Track> Cut(Track track)
    {
        var id = 100;
        return TurnBack.Cut(track, () => ++id);
    }

    /// <summary>A car seen from the side that another one, coming the other way, is taken for at 3 s.</summary>
    private static PixelBox Met(double t) => new(200 + (140 * (3 - Math.Abs(3 - t))), 150, 72, 24);

    [Theory]
    [InlineData(25)]
    [InlineData(6)]
    public void What_drives_back_as_fast_as_it_came_is_two(double fps)
    {
        var parts = Cut(Made(6, Met, fps: fps));
        Assert.Equal([7, 101], parts.Select(p => p.Id));
        Assert.InRange(parts[0].Last.Time.Seconds, 2.7, 3.3);
        Assert.Equal((int)(6 * fps), parts.Sum(p => p.Points.Length));
        Assert.True(parts[1].Last.Box.X < parts[1].First.Box.X);
    }

    [Fact]
    public void While_they_pass_each_other_the_box_may_stand()
    {
        var parts = Cut(Made(6, t => Met(Math.Abs(t - 3) < 0.2 ? 2.8 : t)));
        Assert.Equal([7, 101], parts.Select(p => p.Id));
        Assert.InRange(parts[0].Last.Time.Seconds, 2.6, 3.4);
    }

    [Theory]
    [InlineData(200, 140)]
    [InlineData(140, 200)]
    public void Where_the_second_meeting_is_sharper_or_the_first_all_are_parted(double first, double last)
    {
        // to the right until 3 s, back until 5 s, to the right again
        var parts = Cut(Made(8, t => new(200 + (first * Math.Min(t, 3)) - (140 * Math.Clamp(t - 3, 0, 2)) + (last * Math.Max(0, t - 5)), 150, 72, 24)));
        Assert.Equal([7, 101, 102], parts.Select(p => p.Id));
        Assert.InRange(parts[0].Last.Time.Seconds, 2.7, 3.3);
        Assert.InRange(parts[1].Last.Time.Seconds, 4.7, 5.3);
    }

    [Fact]
    public void Three_that_met_are_three() => Assert.Equal(3, Cut(Made(7, t => Met(t < 5 ? t : 10 - t))).Length);

    [Fact]
    public void Somebody_on_foot_may_turn_round() => Assert.Single(Cut(Made(6, t => Met(t) with { Width = 20, Height = 60 }, RoadUser.Person)));

    [Theory]
    [InlineData("stands, then reverses slowly")]
    [InlineData("turns round in four seconds")]
    [InlineData("stands while a bus uncovers it")]
    [InlineData("trembles")]
    public void What_a_vehicle_can_do_is_one(string what)
    {
        Func<double, PixelBox> where = what switch
        {
            "stands, then reverses slowly" => t => new(400 - (20 * Math.Max(0, t - 3)) + (140 * Math.Min(0, t - 1)), 150, 72, 24),
            "turns round in four seconds" => t => new(400 + (90 * Math.Cos(t * Math.PI / 4)), 150 + (60 * Math.Sin(t * Math.PI / 4)), 72, 40),
            "stands while a bus uncovers it" => t => new(400, 150, t < 3 ? 100 - (30 * t) : 10 + (30 * (t - 3)), 60), // its right edge goes and comes
            _ => t => new(400 + ((int)(t * 25) % 2 * 12), 150, 72, 24),
        };
        Assert.Single(Cut(Made(6, where)));
    }

    [Fact]
    public void What_was_hardly_seen_after_the_turn_is_no_vehicle()
    {
        var track = Made(4, Met);
        var blind = track with { Points = [.. track.Points.Select(p => p.Time.Seconds > 3.05 ? p with { Seen = null } : p)] };
        Assert.Equal([7], Cut(blind).Select(p => p.Id));
    }
}
