using Qyran.Domain.Detections;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

public sealed class RidersTests
{
    private static Detection Person(double x, double y, double w, double h) => new(new(x, y, w, h), 0.8f, RoadUser.Person);

    private static Detection Machine(double x, double y, double w, double h, RoadUser kind = RoadUser.Motorcycle) => new(new(x, y, w, h), 0.5f, kind);

    private static readonly Dictionary<string, (Detection[] Found, string[] Left)> Cases = new()
    {
        ["a rider seen from behind"] = ([Person(100, 50, 30, 70), Machine(102, 90, 26, 40)], ["Motorcycle 100,50,30,80"]),
        ["a rider seen from the side"] = ([Machine(90, 80, 80, 50, RoadUser.Bicycle), Person(115, 40, 30, 75)], ["Bicycle 90,40,80,90"]),
        ["two on one machine"] = ([Person(100, 50, 30, 70), Person(104, 48, 30, 65), Machine(102, 90, 30, 40)], ["Motorcycle 100,48,34,82"]),
        ["someone walks past a machine"] = ([Person(132, 55, 25, 75), Machine(100, 90, 30, 40)], ["Person 132,55,25,75", "Motorcycle 100,90,30,40"]),
        ["someone stands far behind it"] = ([Person(105, 20, 20, 50), Machine(100, 90, 30, 40)], ["Person 105,20,20,50", "Motorcycle 100,90,30,40"]),
        ["someone near the camera before a far machine"] = ([Person(90, 40, 60, 180), Machine(110, 90, 20, 30)], ["Person 90,40,60,180", "Motorcycle 110,90,20,30"]),
        ["two riders side by side"] = ([Person(100, 50, 28, 70), Person(132, 50, 28, 70), Machine(102, 90, 24, 40), Machine(134, 90, 24, 40)], ["Motorcycle 100,50,28,80", "Motorcycle 132,50,28,80"]),
        ["a rider seen from the hips up"] = ([Person(101, 50, 30, 41), Machine(104, 90, 34, 45)], ["Motorcycle 101,50,37,85"]),
        ["an upper body clear above a machine"] = ([Person(101, 40, 30, 41), Machine(104, 90, 34, 45)], ["Person 101,40,30,41", "Motorcycle 104,90,34,45"]),
        ["a doubtful box around the rider and a sure one around the machine"] = (
            [Person(100, 50, 39, 64), Machine(99, 50, 39, 71) with { Score = 0.2f }, Machine(97, 83, 35, 51)],
            ["Motorcycle 99,50,39,71", "Motorcycle 97,50,42,84"]),
        ["a car and a person"] = ([Person(100, 50, 30, 70), Machine(80, 60, 90, 60, RoadUser.Car)], ["Person 100,50,30,70", "Car 80,60,90,60"]),
    };

    public static TheoryData<string> Words => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Words))]
    public void People_on_machines_are_one_road_user(string words)
    {
        var (found, left) = Cases[words];
        var all = found.ToArray();
        var count = Riders.Join(all, all.Length);
        Assert.Equal(left, all[..count].Select(d => FormattableString.Invariant($"{d.Class} {d.Box.X},{d.Box.Y},{d.Box.Width},{d.Box.Height}")));
        Assert.All(all[..count].Where(d => d.Class is RoadUser.Motorcycle && d.Score > 0.2f && count < found.Length), d => Assert.Equal(0.8f, d.Score));
    }

    [Fact]
    public void Nothing_found_stays_nothing() => Assert.Equal(0, Riders.Join([], 0));
}
