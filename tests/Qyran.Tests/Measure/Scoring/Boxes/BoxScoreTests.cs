using System.Collections.Immutable;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Tests.Measure.Scoring.Boxes;

/// <summary>What the classes of the labelled sets mean, in pictures of 416 × 256 with things in a row.</summary>
public sealed class BoxScoreTests
{
    private static readonly LabelSet OpenImages = LabelSet.All.Single(s => s.Folder == "openimages_vehicles");
    private static readonly LabelSet Atl = LabelSet.All.Single(s => s.Folder == "atl_traffic");

    [Theory]
    [InlineData("car", RoadUser.Car, "car", 1.0)]
    [InlineData("car", RoadUser.Van, "car", 1.0)] // neither set parts vans from cars
    [InlineData("car", RoadUser.Truck, "car", 0.0)]
    [InlineData("car", RoadUser.Truck, "vehicle", 1.0)]
    [InlineData("truck", RoadUser.Van, "truck", 0.0)]
    [InlineData("truck", RoadUser.Van, "vehicle", 1.0)]
    [InlineData("bus", RoadUser.Bus, "bus", 1.0)]
    [InlineData("ambulance", RoadUser.Van, "vehicle", 1.0)]
    [InlineData("ambulance", RoadUser.Truck, "vehicle", 1.0)]
    [InlineData("motorcycle", RoadUser.Motorcycle, "motorcycle", 1.0)]
    [InlineData("motorcycle", RoadUser.Bicycle, "motorcycle", 0.0)]
    [InlineData("car", RoadUser.Person, "vehicle", 0.0)]
    public void An_answer_is_right_or_not(string label, RoadUser answer, string column, double ap50) =>
        Assert.Equal(ap50, Column(OpenImages, [(label, 0)], [(answer, 0, 0.9f)], column).Ap50);

    [Theory]
    [InlineData("truck", RoadUser.Van, 1.0)] // a van on a lorry is no false car …
    [InlineData("truck", RoadUser.Car, 0.5)] // … a car is
    [InlineData("ambulance", RoadUser.Car, 1.0)]
    [InlineData("ambulance", RoadUser.Van, 1.0)]
    [InlineData("motorcycle", RoadUser.Van, 0.5)]
    public void A_confusion_that_the_labels_invite_is_no_false_alarm(string label, RoadUser answer, double carAp50) =>
        Assert.Equal(carAp50, Column(OpenImages, [("car", 0), (label, 1)], [(RoadUser.Car, 0, 0.5f), (answer, 1, 0.9f)], "car").Ap50);

    [Fact]
    public void A_simulated_van_is_one_and_a_car_on_it_is_no_false_alarm()
    {
        Assert.Equal(1, Column(LabelSet.Simulated, [("van", 0)], [(RoadUser.Van, 0, 0.9f)], "van").Ap50);
        Assert.Equal(0, Column(LabelSet.Simulated, [("van", 0)], [(RoadUser.Car, 0, 0.9f)], "van").Ap50);
        Assert.Equal(1, Column(LabelSet.Simulated, [("car", 0), ("van", 1)], [(RoadUser.Car, 0, 0.5f), (RoadUser.Car, 1, 0.9f)], "car").Ap50);
    }

    [Theory]
    [InlineData(RoadUser.Motorcycle, 1.0)]
    [InlineData(RoadUser.Bicycle, 1.0)]
    [InlineData(RoadUser.Person, 0.0)]
    public void A_bike_is_a_motorcycle_or_a_bicycle(RoadUser answer, double ap50) =>
        Assert.Equal(ap50, Column(Atl, [("bike", 0)], [(answer, 0, 0.9f)], "bike").Ap50);

    [Fact]
    public void Bikes_are_left_out_among_motor_vehicles()
    {
        // the machine alone is less than half of the labelled box, which holds the rider too
        var pictures = Pictures(Atl, [("car", 0), ("bike", 1)], [(RoadUser.Car, 0, 0.5f)]);
        pictures = [pictures[0] with { Found = [.. pictures[0].Found, new Detection(new PixelBox(65, 40, 8, 8), 0.9f, RoadUser.Motorcycle)] }];
        var score = BoxScore.Of(Atl, pictures);
        Assert.Equal((1, 1.0), (score.Vehicle.Wanted, score.Vehicle.Ap50));
        Assert.Equal(0, score.Classes.Single(c => c.Name == "bike").Ap50);
    }

    [Fact]
    public void What_is_hidden_need_not_be_found_but_may()
    {
        var pictures = Pictures(OpenImages, [("car", 0), ("car", 1)], [(RoadUser.Car, 0, 0.5f), (RoadUser.Car, 1, 0.9f)]);
        pictures = [pictures[0] with { Labels = [pictures[0].Labels[0], pictures[0].Labels[1] with { Hidden = true }] }];
        var score = BoxScore.Of(OpenImages, pictures);
        Assert.Equal((1, 1.0, 1, 1.0), (score.Vehicle.Wanted, score.Vehicle.Ap50, score.Classes[1].Wanted, score.Classes[1].Ap50));
    }

    [Theory]
    [InlineData(RoadUser.Person, "person")]
    [InlineData(RoadUser.Bicycle, "bicycle")]
    [InlineData(RoadUser.Motorcycle, "motorcycle")]
    [InlineData(RoadUser.Car, "car")]
    [InlineData(RoadUser.Van, "van")]
    [InlineData(RoadUser.Bus, "bus")]
    [InlineData(RoadUser.Truck, "truck")]
    [InlineData(RoadUser.Unknown, null)]
    public void Every_road_user_of_a_simulation_has_its_class(RoadUser user, string? name) =>
        Assert.Equal(name, LabelSet.Of(user) is { } number ? LabelSet.Simulated.Classes[number].Name : null);

    [Fact]
    public void The_mean_is_over_the_classes_that_have_boxes()
    {
        var score = BoxScore.Of(OpenImages, Pictures(OpenImages, [("car", 0), ("truck", 1), ("ambulance", 2)], [(RoadUser.Car, 0, 0.9f)]));
        Assert.Equal(["bus", "car", "motorcycle", "truck"], score.Classes.Select(c => c.Name));
        Assert.Equal([null, 1, null, 0], score.Classes.Select(c => c.Ap50));
        Assert.Equal((0.5, 0.5, 3), (score.Ap50, score.Ap, score.Vehicle.Wanted));
        Assert.Null(BoxScore.Of(OpenImages, Pictures(OpenImages, [], [(RoadUser.Car, 0, 0.9f)])).Ap50);
    }

    [Fact]
    public void AP_over_all_overlaps_is_the_mean_of_ten()
    {
        // shared 0.8 of the union: right at 0.50 … 0.80, seven of ten
        var pictures = Pictures(OpenImages, [("car", 0)], []);
        var car = pictures[0].Labels[0].In(416, 256);
        var score = BoxScore.Of(OpenImages, [pictures[0] with { Found = [new(car with { Height = car.Height / 0.8 * 0.9999 }, 0.9f, RoadUser.Car)] }]);
        Assert.Equal((1, 0.7), (score.Vehicle.Ap50, Math.Round(score.Vehicle.Ap!.Value, 9)));
    }

    [Fact]
    public void Sizes_are_those_of_the_picture_fitted_into_416_by_256()
    {
        // 832 × 512 is halved: 24 px are 12, medium
        var score = BoxScore.Of(OpenImages, [new(832, 512, [new Label(2, new(0, 0, 0.1, 24 / 512.0)), new Label(2, new(0.5, 0, 0.1, 23.9 / 512.0))], [])]);
        Assert.Equal((1, 1, 0), (score.Vehicle.Small.Wanted, score.Vehicle.Medium.Wanted, score.Vehicle.Large.Wanted));
    }

    private static ClassScore Column(LabelSet set, (string Label, int At)[] truth, (RoadUser User, int At, float Score)[] found, string column)
    {
        var score = BoxScore.Of(set, Pictures(set, truth, found));
        return column == "vehicle" ? score.Vehicle : score.Classes.Single(c => c.Name == column);
    }

    private static ImmutableArray<ScoredPicture> Pictures(LabelSet set, (string Label, int At)[] truth, (RoadUser User, int At, float Score)[] found)
    {
        int Number(string label) => set.Classes.IndexOf(set.Classes.Single(c => c.Name == label));
        return
        [
            new(416, 256, [.. truth.Select(t => new Label(Number(t.Label), new(60 * t.At / 416.0, 20 / 256.0, 40 / 416.0, 40 / 256.0)))],
                [.. found.Select(f => new Detection(new(60 * f.At, 20, 40, 40), f.Score, f.User))]),
        ];
    }
}
