using Qyran.Domain.Detections;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

public sealed class SuppressionTests
{
    private static Detection Of(double x, float score, RoadUser kind = RoadUser.Car) => new(new(x, 100, 100, 60), score, kind);

    [Theory]
    [InlineData(20, RoadUser.Car, RoadUser.Car, 1)] // two thirds shared
    [InlineData(20, RoadUser.Car, RoadUser.Van, 2)] // a class of its own needs more
    [InlineData(8, RoadUser.Car, RoadUser.Van, 1)]
    [InlineData(60, RoadUser.Car, RoadUser.Car, 2)]
    [InlineData(0, RoadUser.Person, RoadUser.Motorcycle, 2)] // a rider and the machine
    public void Of_two_boxes_of_one_thing_the_surer_stays(double apart, RoadUser one, RoadUser other, int left)
    {
        Detection[] found = [Of(200, 0.4f, one), Of(200 + apart, 0.9f, other), Of(500, 0.6f)];
        var kept = Suppression.Keep(found, 0.45f, 0.7f);
        Assert.Equal(left + 1, kept);
        Assert.Equal(0.9f, found[0].Score); // best first
        Assert.Contains(found[..kept], f => f.Box.X == 500);
    }
}
