using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Line.Redacting;

namespace Qyran.Tests.Line.Redacting;

/// <summary>Where the case's vehicle is taken to be, which stays as it is in a copy, and who is hidden before it.</summary>
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

    [Theory]
    [InlineData(RoadUser.Car, 150, 230, 190, 250, true, true, "a car before a lorry ends lower")]
    [InlineData(RoadUser.Motorcycle, 220, 380, 60, 110, true, true, "so does a motorcycle")]
    [InlineData(RoadUser.Car, 300, 350, 260, 240, true, true, "a nearer car that only overlaps")]
    [InlineData(RoadUser.Car, 350, 150, 150, 120, true, false, "one that overlaps farther away stays hidden but where the lorry is")]
    [InlineData(RoadUser.Truck, 100, 200, 150, 225, false, false, "its own cab ends where it ends")]
    [InlineData(RoadUser.Truck, 95, 20, 305, 450, false, false, "itself with its shadow")]
    [InlineData(RoadUser.Person, 200, 200, 30, 90, true, true, "a person before it")]
    public void What_is_nearer_than_the_accused_lorry_is_hidden_before_it(RoadUser user, double x, double y, double width, double height, bool hidden, bool before, string what)
    {
        var bystanders = Accused(RoadUser.Truck, new(100, 0, 300, 420));
        bystanders.Keep(0, [new(new(x, y, width, height), 0.5f, user)]);
        var (vehicles, nearer) = bystanders.At(0);
        Assert.True((vehicles.Count + nearer.Count, nearer.Count) == (hidden ? 1 : 0, before ? 1 : 0), what);
    }

    [Theory]
    [InlineData(RoadUser.Bicycle, 1)]
    [InlineData(RoadUser.Motorcycle, 2)]
    [InlineData(RoadUser.Car, 0)]
    public void No_more_people_stay_on_a_machine_than_ride_it(RoadUser user, int riders)
    {
        var bystanders = Accused(user, new(100, 100, 60, 120));
        // the rider, a pillion, who walks beside it, and who crosses before it
        PixelBox[] people = [new(105, 100, 50, 100), new(112, 92, 43, 80), new(140, 110, 36, 108), new(110, 150, 40, 95)];
        bystanders.Keep(0, [.. people.Select(box => new Detection(box, 0.5f, RoadUser.Person))]);
        Assert.Equal(people.Skip(riders).Select(Middle), bystanders.At(0).Before.Select(Middle));

        static double Middle(PixelBox box) => Math.Round(box.Centre.X, 1);
    }

    [Fact]
    public void The_accused_plate_stays_in_the_frame_in_which_it_was_read()
    {
        var plate = new PixelBox(200, 380, 60, 20);
        var bystanders = new Bystanders(null!, new Track(1, RoadUser.Truck, [Point(0, 100)])) { Plate = new(1_000_000, plate) };
        Assert.Equal(plate, Assert.Single(bystanders.Kept(1_000_001)));
        Assert.Empty(bystanders.Kept(1_040_000));
    }

    private static Bystanders Accused(RoadUser user, PixelBox box) => new(null!, new Track(1, user, [Point(0, 0) with { Box = box, Seen = box }]));

    private static TrackPoint Point(int second, double x) =>
        new(second, new CaptureTime(second * 1_000_000L, null, null, TimeQuality.Exact), new PixelBox(x, 50, 80, 60), new PixelBox(x, 50, 80, 60), 0.9f);
}
