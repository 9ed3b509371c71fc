using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;

namespace Qyran.Tests.Measure.Tracking;

/// <summary>Looks that could not have seen everything: a far vehicle is surely seen only where the picture is looked at closely.</summary>
public sealed class LookReachTests
{
    private static readonly PixelBox Near = new(600, 400, 150, 120);

    private readonly Tracker _tracker = new(new(), null);
    private readonly List<Track> _ended = [];
    private long _frame;

    private static PixelBox Far(double seconds) => new(100 + (20 * seconds), 50, 30, 20);

    /// <summary>Looks ten times a second for a while; a look finds what is named.</summary>
    private void Look(double seconds, bool far, bool near, LookReach reach)
    {
        for (var i = 0; i < (int)Math.Round(seconds * 10); i++, _frame++)
        {
            List<Detection> found = [];
            if (far) found.Add(new(Far(_frame / 10.0), 0.8f, RoadUser.Car));
            if (near) found.Add(new(Near with { X = 600 + (_frame * 3) }, 0.8f, RoadUser.Truck));
            _tracker.Step(_frame, new(_frame * 100_000, null, null, default), [.. found], _ended, default, reach);
        }
    }

    public static TheoryData<string, double, PixelBox?, bool> Cases => new()
    {
        { "it could be seen", 0, null, false },
        { "too small for the whole picture, nobody looked closely", 60, null, true },
        { "the close look was elsewhere", 60, new PixelBox(500, 0, 400, 300), true },
        { "the close look was there", 60, new PixelBox(0, 0, 400, 300), false },
        { "the close look's edge cuts it", 60, new PixelBox(0, 0, 120, 300), true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_small_one_that_was_not_found_has_missed_a_look_only_where_it_could_be_seen(string what, double small, PixelBox? closer, bool excused)
    {
        Look(1, far: true, near: true, default);
        Look(0.5, far: false, near: false, new(small, closer));
        Assert.Equal((what, excused ? 0 : 5), (what, Assert.Single(_tracker.Live.ToArray(), t => t.Class == RoadUser.Car).Misses));
        Assert.Equal(5, Assert.Single(_tracker.Live.ToArray(), t => t.Class == RoadUser.Truck).Misses);
    }

    [Fact]
    public void A_small_one_that_only_every_fourth_look_reaches_is_one_track()
    {
        for (var i = 0; i < 20; i++)
        {
            Look(0.1, far: true, near: false, new(60, new PixelBox(0, 0, 400, 300)));
            Look(0.3, far: false, near: false, new(60, null));
        }
        _tracker.Finish(_ended);
        Assert.True(Assert.Single(_ended).Last.Time.Seconds > 7.5);
    }

    [Fact]
    public void Nobody_ever_looking_closely_keeps_no_track_for_ever()
    {
        Look(1, far: true, near: false, default);
        Look(5, far: false, near: false, new(60, null));
        Assert.Empty(_tracker.Live.ToArray());
        Assert.Single(_ended);
    }
}
