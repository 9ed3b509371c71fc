using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Vision.Motion;

namespace Qyran.Tests.Vision.Motion;

public sealed class PlaceMemoryTests
{
    private static readonly PixelBox Place = PaintedRoad.Box(100, 120);

    private static readonly Dictionary<string, (PlaceLook Expected, double Light, Action<PaintedRoad> Paint)> Later = new()
    {
        ["the same car"] = (PlaceLook.Same, 1, r => r.Car(100, 120)),
        ["the same car under a cloud"] = (PlaceLook.Same, 0.6, r => r.Car(100, 120)),
        ["the same car, its lower edge in a passing shadow"] = (PlaceLook.Same, 1, r => { r.Car(100, 120); r.Shadow(80, 150, 100, 20); }),
        ["the empty road"] = (PlaceLook.Changed, 1, _ => { }),
        ["a lorry before it"] = (PlaceLook.Changed, 1, r => { r.Car(100, 120); r.Car(60, 90, 180, 100, 90); }),
        ["half of it hidden"] = (PlaceLook.Changed, 1, r => { r.Car(100, 120); r.Fill(90, 110, 45, 60, 120); }),
        ["another car that stopped a little farther on"] = (PlaceLook.Changed, 1, r => r.Car(118, 126, 66, 44, 80)),
        ["somebody walking past it"] = (PlaceLook.Changed, 1, r => { r.Car(100, 120); r.Fill(118, 112, 18, 56, 60); }),
    };

    public static TheoryData<string> Cases => [.. Later.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_the_picture_says_of_a_place(string what)
    {
        var (expected, light, paint) = Later[what];
        var road = new PaintedRoad { Light = t => t > 1 ? light : 1 };
        var memory = new PlaceMemory();
        road.Paint(r => r.Car(100, 120));
        memory.Remember(7, Place, road.View());
        road.Pass(2);
        road.Paint(paint);
        Assert.Equal(expected, memory.Compare(7, road.View()));
        Assert.Equal(PlaceLook.Unknown, memory.Compare(8, road.View()));
    }

    [Fact]
    public void A_place_too_dark_too_small_or_cut_by_the_rim_says_nothing()
    {
        var (road, memory) = (new PaintedRoad { Light = _ => 0.02 }, new PlaceMemory());
        road.Paint(r => r.Car(100, 120));
        memory.Remember(1, Place, road.View());
        Assert.Equal(PlaceLook.Unknown, memory.Compare(1, road.View()));
        road = new PaintedRoad();
        road.Paint(r => r.Car(100, 120));
        memory.Remember(2, new(100, 120, 9, 7), road.View());
        memory.Remember(3, new(300, 120, 60, 40), road.View());
        Assert.Equal(PlaceLook.Unknown, memory.Compare(2, road.View()));
        Assert.Equal(PlaceLook.Unknown, memory.Compare(3, road.View()));
    }

    [Fact]
    public void Somebody_who_walks_before_a_detected_car_is_not_remembered_as_the_car()
    {
        var (road, memory) = (new PaintedRoad(), new PlaceMemory());
        for (var i = 0; i < 50; i++)
        {
            road.Paint(r =>
            {
                r.Car(100, 120);
                if (i >= 25) r.Fill(60 + (2 * i), 112, 18, 56, 60);
            });
            memory.Remember(1, Place, road.View());
            road.Tick();
        }
        road.Paint(r => r.Car(100, 120));
        Assert.Equal(PlaceLook.Same, memory.Compare(1, road.View()));
    }

    [Fact]
    public void A_look_that_lasts_becomes_the_new_one()
    {
        var (road, memory) = (new PaintedRoad(), new PlaceMemory());
        for (var i = 0; i < 150; i++)
        {
            road.Paint(r =>
            {
                r.Car(100, 120);
                if (i >= 25) r.Fill(100, 120, 60, 20, 230); // sun on the windscreen
            });
            memory.Remember(1, Place, road.View());
            road.Tick();
        }
        Assert.Equal(PlaceLook.Same, memory.Compare(1, road.View()));
    }

    [Theory]
    [InlineData(true, PlaceLook.Same)]
    [InlineData(false, PlaceLook.Changed)]
    public void Half_hidden_by_what_is_known_to_stand_before_it_the_other_half_bears_witness(bool stays, PlaceLook expected)
    {
        var (road, memory, lorry) = (new PaintedRoad(), new PlaceMemory(), new PixelBox(90, 140, 90, 90));
        road.Paint(r => r.Car(100, 120));
        memory.Remember(1, Place, road.View());
        road.Pass(2);
        road.Paint(r =>
        {
            if (stays) r.Car(100, 120);
            r.Fill((int)lorry.X, (int)lorry.Y, (int)lorry.Width, (int)lorry.Height, 40);
        });
        Assert.Equal(PlaceLook.Changed, memory.Compare(1, road.View())); // nobody knows of the lorry
        Assert.Equal(expected, memory.Compare(1, road.View(), [lorry]));
        Assert.Equal(PlaceLook.Unknown, memory.Compare(1, road.View(), [lorry with { Y = 110 }])); // too little of it is left
    }

    [Fact]
    public void What_creeps_away_is_not_remembered_along_the_way()
    {
        var (road, memory, seen) = (new PaintedRoad(), new PlaceMemory(), PlaceLook.Same);
        for (var i = 0; i < 60 && seen == PlaceLook.Same; i++)
        {
            var x = 100 + (i / 2);
            road.Paint(r => r.Car(x, 120));
            seen = i == 0 ? PlaceLook.Same : memory.Compare(1, road.View());
            memory.Remember(1, PaintedRoad.Box(x, 120), road.View());
            road.Tick();
        }
        Assert.Equal(PlaceLook.Changed, seen);
    }

    [Fact]
    public void What_nobody_asks_for_is_forgotten_and_nothing_is_allocated_once_warm()
    {
        var (road, memory) = (new PaintedRoad(), new PlaceMemory());
        road.Paint(r => r.Car(100, 120));
        void Round(int first)
        {
            for (var track = first; track < first + 10; track++)
            {
                memory.Compare(track, road.View());
                memory.Remember(track, Place, road.View());
            }
            memory.Sweep();
        }
        Round(0);
        Round(10);
        Assert.Equal(10, memory.Count);
        Round(20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round(30);
        Round(30);
        Round(40);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        memory.Sweep();
        Assert.Equal(0, memory.Count);
    }
}
