using Qyran.Vision.Motion;

namespace Qyran.Tests.Vision.Motion;

public sealed class StirMapTests
{
    private static bool Pass(PaintedRoad road, StirMap map, double seconds, Action<PaintedRoad>? paint = null)
    {
        var stirred = false;
        for (var i = 0; i < seconds * road.Fps; i++)
        {
            road.Paint(paint);
            map.Step(road.View());
            stirred |= map.Any(0);
            road.Tick();
        }
        return stirred;
    }

    [Fact]
    public void Noise_on_an_empty_street_is_no_movement()
    {
        var (road, map) = (new PaintedRoad(), new StirMap());
        Pass(road, map, 0.2);
        Assert.False(Pass(road, map, 10));
    }

    [Fact]
    public void A_car_stirs_where_it_drives_and_nowhere_once_it_stands()
    {
        var (road, map) = (new PaintedRoad(), new StirMap());
        Pass(road, map, 0.2);
        var x = 20.0;
        Assert.True(Pass(road, map, 3, r => r.Car(x += 2, 120)));
        Assert.True(map.At((int)x / StirMap.Block, 120 / StirMap.Block, 0.2));
        Assert.False(map.At(1, 13, 3), "not where nothing was");
        Pass(road, map, 0.5, r => r.Car(x, 120));
        Assert.False(Pass(road, map, 5, r => r.Car(x, 120)));
        Assert.False(map.Any(1));
        Assert.True(map.Any(10));
    }

    [Fact]
    public void One_that_creeps_is_noticed()
    {
        var (road, map) = (new PaintedRoad(), new StirMap());
        Pass(road, map, 0.2, r => r.Car(20, 120));
        var x = 20.0;
        // ten pixels a second
        Assert.True(Pass(road, map, 0.5, r => r.Car(x += 0.4, 120)));
    }

    [Fact]
    public void It_allocates_nothing_once_warm()
    {
        var (road, map) = (new PaintedRoad(), new StirMap());
        Pass(road, map, 1);
        road.Paint(r => r.Car(50, 50));
        var before = GC.GetAllocatedBytesForCurrentThread();
        map.Step(road.View());
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Small_and_odd_pictures_are_taken()
    {
        foreach (var (width, height) in new[] { (16, 16), (17, 19), (31, 33), (353, 287) })
        {
            var (road, map) = (new PaintedRoad(width, height), new StirMap());
            Pass(road, map, 1, r => r.Fill(r.Now * 3, 2, 8, 8, 250));
        }
    }
}
