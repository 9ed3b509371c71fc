using Qyran.Vision.Motion;

namespace Qyran.Tests.Vision.Motion;

public sealed class MotionGateTests
{
    [Fact]
    public void An_empty_street_keeps_the_gate_shut()
    {
        var (road, gate) = (new PaintedRoad(), new MotionGate(new MotionSettings()));
        Assert.Equal(0, OpenFrames(road, gate, 6, null, skip: 5));
    }

    [Fact]
    public void A_car_opens_it_at_once_and_it_shuts_again()
    {
        var (road, gate) = (new PaintedRoad(), new MotionGate(new MotionSettings()));
        OpenFrames(road, gate, 5, null);
        var x = 0.0;
        var late = 0;
        for (var i = 0; i < 40; i++)
        {
            x += 6;
            if (OpenFrames(road, gate, 1 / road.Fps, r => r.Car(x, 120)) == 0) late++;
        }
        Assert.True(late <= 1, $"shut for {late} frames while a car drove");
        OpenFrames(road, gate, 4, null);
        Assert.Equal(0, OpenFrames(road, gate, 2, null));
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.2)]
    public void A_step_of_exposure_shuts_it_again_soon(double factor)
    {
        var road = new PaintedRoad { Light = t => t > 5 ? factor : 1 };
        var gate = new MotionGate(new MotionSettings());
        OpenFrames(road, gate, 10, null);
        Assert.Equal(0, OpenFrames(road, gate, 2, null));
    }

    [Fact]
    public void Small_and_odd_pictures_are_taken()
    {
        foreach (var (width, height) in new[] { (16, 16), (17, 19), (31, 33), (353, 287) })
        {
            var (road, gate) = (new PaintedRoad(width, height), new MotionGate(new MotionSettings()));
            OpenFrames(road, gate, 3, r => r.Fill(r.Now * 3, 2, 8, 8, 250));
        }
    }

    /// <summary>Frames in which the gate was open.</summary>
    private static int OpenFrames(PaintedRoad road, MotionGate gate, double seconds, Action<PaintedRoad>? paint, double skip = 0)
    {
        var open = 0;
        for (var i = 0; i < Math.Max(1, Math.Round(seconds * road.Fps)); i++)
        {
            road.Paint(paint);
            if (gate.Moves(road.View()) && i >= skip * road.Fps) open++;
            road.Tick();
        }
        return open;
    }
}
