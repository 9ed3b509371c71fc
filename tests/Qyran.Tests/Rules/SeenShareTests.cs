using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Rules;

namespace Qyran.Tests.Rules;

public sealed class SeenShareTests
{
    [Theory]
    [InlineData(0.9f, false, 1.0, "frames nobody looked at")]
    [InlineData(0f, false, 0.5, "frames looked at in vain")]
    [InlineData(0.9f, true, 0.5, "frames in which something nearer hid where it touches the road")]
    public void Only_frames_that_were_looked_at_count(float scoreBetween, bool coveredBetween, double expected, string between)
    {
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var n = 0; n < 50; n++)
        {
            var box = new PixelBox(100 + (4 * n), 200, 60, 40);
            points.Add(new(n, new(n * 40_000, null, null, TimeQuality.Exact), box, n % 2 == 0 ? box : null, n % 2 == 0 ? 0.9f : scoreBetween) { Covered = n % 2 != 0 && coveredBetween });
        }
        var path = ContactPath.Of(new(1, RoadUser.Car, points.ToImmutable()), new SceneCamera("cam-1", 640, 480, null, null));
        Assert.True(Math.Abs(expected - path.SeenShare(0, 49 * 40_000)) < 0.01, between);
    }
}
