using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;

namespace Qyran.Tests.Domain;

/// <summary>A way in few bytes still begins, bends and ends where the vehicle did.</summary>
public sealed class TrailTests
{
    [Fact]
    public void A_way_begins_and_ends_where_the_vehicle_met_the_road()
    {
        var trail = Trail.Of(Driven([.. Enumerable.Range(0, 101).Select(i => (i * 12.8, 720 - (i * 3.6)))]), 1280, 720);
        Assert.Equal<byte>([0, 255], trail[..2]);
        Assert.Equal<byte>([255, 128], trail[^2..]);
        Assert.InRange(trail.Length, 20, 2 * Trail.MostPoints);
    }

    [Fact]
    public void What_stands_is_one_point_and_what_wanders_is_thinned_out_to_so_many()
    {
        Assert.Equal<byte>([128, 128], Trail.Of(Driven([.. Enumerable.Repeat((640.0, 360.0), 5000)]), 1280, 720));
        var circling = Trail.Of(Driven([.. Enumerable.Range(0, 5000).Select(i => (640 + (600 * Math.Cos(i * 0.02)), 360 + (300 * Math.Sin(i * 0.02))))]), 1280, 720);
        Assert.InRange(circling.Length, 10, 2 * Trail.MostPoints);
    }

    [Fact]
    public void What_reaches_out_of_the_picture_ends_at_its_edge() =>
        Assert.Equal<byte>([255, 255], Trail.Of(Driven([(5000, 9000)]), 1280, 720));

    private static Track Driven((double X, double Y)[] contacts) => new(1, RoadUser.Car,
        [.. contacts.Select((c, i) => new TrackPoint(i, new CaptureTime(i * 40_000, null, null, TimeQuality.Exact), new PixelBox(c.X - 20, c.Y - 30, 40, 30), null, 0))]);
}
