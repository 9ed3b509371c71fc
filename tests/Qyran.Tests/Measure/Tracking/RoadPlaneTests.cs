namespace Qyran.Tests.Measure.Tracking;

public sealed class RoadPlaneTests
{
    /// <summary>A 1.8 × 1.5 m car seen from ahead, at lane X and distance Y metres.</summary>
    private static (double X, double Y, double Width, double Height)? Seen(double laneX, double distance)
    {
        if (distance is < 12 or > 130) return null;
        var scale = 1200 / distance;
        return (960 + (laneX * scale), 100 + (8 * scale) - (0.75 * scale), 1.8 * scale, 1.5 * scale);
    }

    [Theory]
    [InlineData(4, 30, 45)]
    [InlineData(4, 36, 60)]
    [InlineData(10, 36, 30)]
    [InlineData(25, 40, 30)]
    public void Approaching_motorway_traffic_is_followed_with_a_plane(double fps, double speed, double headway)
    {
        var road = new Road(fps) { BoxNoise = 0.02 };
        for (var car = 0; car < 8; car++)
        {
            var (lane, start) = ((car % 2 * 3.75) - 2, 130 + (car * headway));
            road.Box(t => Seen(lane, start - (speed * t)));
        }
        var tracks = road.Drive((130 + (8 * headway)) / speed, plane: new StraightRoad());
        Assert.True(tracks.Count == 8, string.Join("; ", tracks.Select(t => $"{t.First.Frame}-{t.Last.Frame}: {t.First.Box.Bottom:F0} to {t.Last.Box.Bottom:F0}")));
    }

    [Fact]
    public void Nothing_jumps_further_than_a_road_user_can_drive()
    {
        // far away, 40 px are a hundred metres: two cars, one gone, the other come
        var road = new Road(10) { BoxNoise = 0 }
            .Box(t => t < 1 ? (960, 195, 60, 50) : null)
            .Box(t => t >= 1.1 ? (960, 163, 50, 40) : null);
        Assert.Equal(2, road.Drive(3, plane: new StraightRoad()).Count);
    }
}
