using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line.Redacting;

namespace Qyran.Tests.Line.Redacting;

/// <summary>Where the case's vehicle is taken to be, which stays as it is in a copy.</summary>
public sealed class BystandersTests
{
    [Theory]
    [InlineData(100, 110, 5, true, "it stands, and of its track a point in ten seconds is kept")]
    [InlineData(100, 110, 20, false, "after its last point it may have gone")]
    [InlineData(100, 160, 5, false, "it stood elsewhere afterwards")]
    [InlineData(100, 160, 0.1, true, "just seen")]
    [InlineData(100, 160, -5, false, "it has not come yet")]
    public void Who_stands_for_long_is_not_hidden_between_the_points_that_were_kept(double firstX, double lastX, double atS, bool seen, string what)
    {
        var track = new Track(1, RoadUser.Car, [Point(0, firstX), Point(10, lastX)]);
        Assert.True(new Bystanders(null!, track).Offender((long)(atS * 1e6)).HasValue == seen, what);
    }

    private static TrackPoint Point(int second, double x) =>
        new(second, new CaptureTime(second * 1_000_000L, null, null, TimeQuality.Exact), new PixelBox(x, 50, 80, 60), new PixelBox(x, 50, 80, 60), 0.9f);
}
