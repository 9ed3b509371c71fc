using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Measure.Lanes;
using Qyran.Tests.Rules;

namespace Qyran.Tests.Measure.Lanes;

public sealed class RiderSpeedTests
{
    /// <summary>40 px a metre, box 0.6 m wide and 1.7 m high.</summary>
    private static Track Moving(double metresASecond, double seconds, RoadUser kind = RoadUser.Person, double tremblePx = 2)
    {
        var random = new Random(5);
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var n = 0; n <= seconds * 12; n++)
        {
            var s = n / 12.0;
            var box = new PixelBox(100 + (40 * metresASecond * s), 300 + (tremblePx * random.NextDouble()), 24, 68);
            points.Add(new(n, new((long)(s * 1e6), null, null, TimeQuality.Exact), box, box, 0.8f));
        }
        return new(1, kind, points.ToImmutable());
    }

    [Theory]
    [InlineData("stands", 0, RoadUser.Person)]
    [InlineData("walks", 1.5, RoadUser.Person)]
    [InlineData("jogs", 3.2, RoadUser.Person)]
    [InlineData("rides a bicycle", 6, RoadUser.Unknown)]
    [InlineData("rides a motorcycle", 11, RoadUser.Motorcycle)]
    public void A_person_is_on_foot_only_at_a_persons_speed(string who, double metresASecond, RoadUser expected) =>
        Assert.True(expected == RiderSpeed.Judge(Moving(metresASecond, 4), new RuleTests.FlatRoad(40)), who);

    [Theory]
    [InlineData(1.5, RoadUser.Person)]
    [InlineData(3.5, RoadUser.Person)]
    [InlineData(8, RoadUser.Unknown)]
    public void Without_metres_body_heights_count(double metresASecond, RoadUser expected) =>
        Assert.Equal(expected, RiderSpeed.Judge(Moving(metresASecond, 4), null));

    [Fact]
    public void Where_every_second_frame_is_looked_at_a_rider_is_still_known()
    {
        // at 25 frames a second the frame one second after a sighting is always one nobody looked at
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var n = 0; n < 100; n++)
        {
            var box = new PixelBox(100 + (40 * 11 * n / 25.0), 300, 24, 68);
            points.Add(new(n, new(n * 40_000, null, null, TimeQuality.Exact), box, n % 2 == 0 ? box : null, 0.8f));
        }
        Assert.Equal(RoadUser.Motorcycle, RiderSpeed.Judge(new(1, RoadUser.Person, points.ToImmutable()), new RuleTests.FlatRoad(40)));
    }

    [Fact]
    public void Half_a_second_is_too_short_to_tell() => Assert.Equal(RoadUser.Person, RiderSpeed.Judge(Moving(11, 0.6), new RuleTests.FlatRoad(40)));

    [Fact]
    public void A_post_found_now_with_its_foot_and_now_without_rides_nowhere()
    {
        // seen from so far that its foot's leap of 30 px is worth 15 m of road
        var random = new Random(3);
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var n = 0; n < 240; n++)
        {
            var box = new PixelBox(840 + random.NextDouble(), 160, 16, n / 40 % 2 == 0 ? 24 : 54);
            points.Add(new(n, new(n * 80_000, null, null, TimeQuality.Exact), box, box, 0.5f));
        }
        Assert.Equal(RoadUser.Person, RiderSpeed.Judge(new(1, RoadUser.Person, points.ToImmutable()), new RuleTests.FlatRoad(2)));
    }

    [Theory]
    [InlineData(false, RoadUser.Person)]
    [InlineData(true, RoadUser.Motorcycle)]
    public void A_walker_whose_track_leaps_once_still_walks_and_a_rider_who_waited_still_rides(bool rider, RoadUser expected)
    {
        var points = ImmutableArray.CreateBuilder<TrackPoint>();
        for (var n = 0; n < 240; n++)
        {
            var s = n / 12.0;
            // on foot at 1.4 m/s, after ten seconds 7 m ahead at once: another one; or fifteen seconds of waiting, then 10 m/s
            var metres = rider ? Math.Max(0, s - 15) * 10 : (1.4 * s) + (s >= 10 ? 7 : 0);
            var box = new PixelBox(100 + (40 * metres), 300, 24, 68);
            points.Add(new(n, new((long)(s * 1e6), null, null, TimeQuality.Exact), box, box, 0.8f));
        }
        Assert.Equal(expected, RiderSpeed.Judge(new(1, RoadUser.Person, points.ToImmutable()), new RuleTests.FlatRoad(40)));
        Assert.Equal(rider, RiderSpeed.Judge(new(1, RoadUser.Person, points.ToImmutable()), null) != RoadUser.Person);
    }

    [Fact]
    public void Other_classes_stay() => Assert.Equal(RoadUser.Car, RiderSpeed.Judge(Moving(11, 4, RoadUser.Car), null));
}
