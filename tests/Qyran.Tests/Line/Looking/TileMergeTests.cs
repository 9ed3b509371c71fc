using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Line.Looking;

namespace Qyran.Tests.Line.Looking;

public sealed class TileMergeTests
{
    private static readonly PixelBox Picture = new(0, 0, 1280, 720), Tile = new(320, 0, 640, 394);

    private static Detection Car(double x, double y, double width, double height, float score, RoadUser kind = RoadUser.Car) => new(new(x, y, width, height), score, kind);

    private static Detection[] Join(Detection[] whole, Detection[] tile)
    {
        Detection[] found = [.. whole, .. tile];
        return found[..TileMerge.Join(found, whole.Length, found.Length, Tile, Picture, 1.5, 60)];
    }

    [Fact]
    public void What_only_one_of_the_two_sees_stays() =>
        Assert.Equal([Car(10, 10, 30, 20, 0.8f), Car(500, 100, 20, 12, 0.6f)], Join([Car(10, 10, 30, 20, 0.8f)], [Car(500, 100, 20, 12, 0.6f)]));

    [Fact]
    public void Of_one_thing_the_finer_box_and_the_better_score_are_kept() =>
        Assert.Equal([Car(501, 101, 20, 12, 0.8f)], Join([Car(500, 100, 21, 13, 0.8f)], [Car(501, 101, 20, 12, 0.6f, RoadUser.Van)]));

    [Fact]
    public void The_surer_look_names_it() =>
        Assert.Equal(RoadUser.Van, Assert.Single(Join([Car(500, 100, 21, 13, 0.3f)], [Car(501, 101, 20, 12, 0.6f, RoadUser.Van)])).Class);

    [Theory]
    [InlineData(320, 200, false)]
    [InlineData(322, 200, false)]
    [InlineData(330, 200, true)]
    [InlineData(940, 200, false)]
    [InlineData(500, 380, false)]
    [InlineData(500, 0, true)]
    public void What_the_tiles_inner_edge_cuts_goes_but_not_what_the_pictures_does(double x, double y, bool stays) =>
        Assert.Equal(stays, Join([], [Car(x, y, 20, 14, 0.9f)]).Length == 1);

    [Fact]
    public void The_cut_half_of_a_lorry_leaves_the_whole_lorry_as_it_is() =>
        Assert.Equal([Car(250, 100, 300, 200, 0.5f, RoadUser.Truck)], Join([Car(250, 100, 300, 200, 0.5f, RoadUser.Truck)], [Car(320, 100, 230, 200, 0.9f, RoadUser.Truck)]));

    [Fact]
    public void A_piece_of_a_near_lorry_is_no_vehicle() =>
        Assert.Single(Join([Car(400, 100, 300, 200, 0.5f, RoadUser.Truck)], [Car(420, 120, 100, 80, 0.9f)]));

    [Fact]
    public void Two_far_cars_taken_for_one_are_parted() =>
        Assert.Equal([Car(10, 10, 30, 20, 0.8f), Car(500, 100, 20, 14, 0.8f), Car(522, 100, 20, 14, 0.7f)],
            Join([Car(500, 99, 43, 16, 0.4f), Car(10, 10, 30, 20, 0.8f)], [Car(500, 100, 20, 14, 0.8f), Car(522, 100, 20, 14, 0.7f)]));

    [Fact]
    public void Somebody_before_a_car_is_kept() =>
        Assert.Equal(2, Join([Car(500, 100, 60, 40, 0.8f)], [Car(510, 105, 10, 30, 0.5f, RoadUser.Person)]).Length);
}
