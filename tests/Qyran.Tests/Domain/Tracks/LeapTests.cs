using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;

namespace Qyran.Tests.Domain.Tracks;

/// <summary>A track that goes from a waiting vehicle over to one that crosses leaps; vehicles that brake, start or run a red do not.</summary>
public sealed class LeapTests
{
    [Theory]
    [InlineData("waits, then the track goes on with a crossing car at 20 m/s", true)]
    [InlineData("waits, then starts with 3 m/s²", false)]
    [InlineData("runs through at 20 m/s", false)]
    [InlineData("brakes with 9 m/s²", false)]
    [InlineData("stands, one box is 6 m off", false)]
    public void Only_what_no_vehicle_does_is_doubted(string story, bool doubted)
    {
        double At(double t, int frame) => story switch
        {
            _ when story.StartsWith("waits, then the track", StringComparison.Ordinal) => t < 3 ? 40 : 40 + (20 * (t - 3)),
            _ when story.StartsWith("waits, then starts", StringComparison.Ordinal) => t < 3 ? 40 : 40 + (1.5 * (t - 3) * (t - 3)),
            _ when story.StartsWith("runs", StringComparison.Ordinal) => 20 * t,
            _ when story.StartsWith("brakes", StringComparison.Ordinal) => t < 3 ? 18 * t : 54 + (t < 5 ? (18 * (t - 3)) - (4.5 * (t - 3) * (t - 3)) : 18),
            _ => frame == 75 ? 46 : 40,
        };
        var points = ImmutableArray.CreateRange(Enumerable.Range(0, 150).Select(n =>
        {
            var y = At(n / 25.0, n);
            var box = new PixelBox(100, y - 5, 10, 5);
            return new TrackPoint(n, new(n * 40_000L, null, null, TimeQuality.Exact), box, box, 1);
        }));
        var doubt = Leap.Doubt(new Track(1, RoadUser.Car, points), new OneToOne(), 1_000_000, 5_000_000);
        Assert.True(doubted == doubt is not null, $"{story}: {doubt}");
        Assert.Null(Leap.Doubt(new Track(1, RoadUser.Car, points), null, 1_000_000, 5_000_000));
    }

    /// <summary>A metre is a pixel.</summary>
    private sealed class OneToOne : IRoadPlane
    {
        public bool TryRoad(RawPixel pixel, out RoadPoint road)
        {
            road = new(pixel.X, pixel.Y);
            return true;
        }

        public bool TryPixel(RoadPoint road, out RawPixel pixel)
        {
            pixel = new(road.X, road.Y);
            return true;
        }

        public double PixelsPerMetre(RawPixel pixel) => 1;
    }
}
