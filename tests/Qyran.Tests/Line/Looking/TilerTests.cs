using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Line.Looking;
using Qyran.Measure.Tracking;
using Qyran.Tests.Vision.Motion;
using Qyran.Vision.Motion;

namespace Qyran.Tests.Line.Looking;

public sealed class TilerTests
{
    private static readonly LookSettings Settings = new() { TileHz = 6, SmallPixels = 16, TileGain = 2 };

    private readonly StirMap _stir = new();
    private readonly PaintedRoad _road = new(832, 468);
    private readonly Tiler _tiler = Tiler.For(Settings, 416, 256, 832, 468, [], null)!;

    /// <summary>Some seconds at 25 frames a second; every second one is a look. Returns the tiles.</summary>
    private List<PixelBox> Show(double seconds, Action<PaintedRoad>? paint = null, params LiveTrack[] live)
    {
        List<PixelBox> tiles = [];
        for (var i = 0; i < (int)Math.Round(seconds * 25); i++, _road.Tick())
        {
            _road.Paint(paint);
            var view = _road.View();
            _stir.Step(view);
            if (i % 2 == 0 && _tiler.Next(view.Time.Seconds, _stir, live) is { } tile) tiles.Add(tile);
        }
        return tiles;
    }

    private static LiveTrack Track(double x, double y, double height = 20, bool standing = false, bool confirmed = true, bool seen = true) => new(
        confirmed ? 1 : null, RoadUser.Car, new(x, y, height * 1.5, height), seen ? 0 : null, 0, 0, 0, default, new CaptureTime(0, null, null, default), 10, 0,
        standing, new(x, y, height * 1.5, height));

    [Theory]
    [InlineData(1280, 720, true)]
    [InlineData(3840, 2160, true)]
    [InlineData(640, 480, false)]
    [InlineData(480, 270, false)]
    public void A_picture_not_much_larger_than_the_input_has_no_tiles(int width, int height, bool tiled) =>
        Assert.Equal(tiled, Tiler.For(Settings, 416, 256, width, height, [], null) is not null);

    [Theory]
    [InlineData(1920, 1080, 1920 / 416.0)]
    [InlineData(1440, 1080, 1080 / 256.0)]
    [InlineData(1080, 1920, 1920 / 256.0)] // a telephone held upright: a tile as wide as the picture shows twice as much all the same
    public void A_closer_look_shows_twice_as_much_in_pictures_of_every_shape(int width, int height, double pixel) =>
        Assert.Equal(pixel / 2, Tiler.For(Settings, 416, 256, width, height, [], null)!.FinePixel, 1e-9);

    [Fact]
    public void None_are_wanted_at_a_rate_of_none() => Assert.Null(Tiler.For(Settings with { TileHz = 0 }, 416, 256, 1920, 1080, [], null));

    [Fact]
    public void An_empty_street_is_looked_at_whole_only()
    {
        Show(1);
        Assert.Empty(Show(4));
    }

    [Fact]
    public void A_small_vehicle_that_drives_is_looked_at_closely_six_times_a_second_and_a_large_one_never()
    {
        Show(1);
        Assert.InRange(Show(4, null, Track(400, 80)).Count, 20, 25);
        Assert.Empty(Show(4, null, Track(300, 200, 90)));
    }

    [Fact]
    public void A_small_one_that_stands_is_looked_at_now_and_then()
    {
        Show(1);
        Assert.InRange(Show(10, null, Track(400, 80, standing: true)).Count, 8, 11);
    }

    [Fact]
    public void A_small_newcomer_is_looked_at_closely_at_every_look_until_it_is_known()
    {
        Show(1);
        Assert.InRange(Show(2, null, Track(400, 80, confirmed: false)).Count, 24, 25);
    }

    [Fact]
    public void What_was_only_weakly_seen_is_mostly_nothing_and_takes_its_turn()
    {
        Show(1);
        Assert.InRange(Show(4, null, Track(400, 80, confirmed: false) with { OnTrial = true }).Count, 20, 25);
    }

    [Fact]
    public void What_moves_and_is_not_followed_gets_a_tile_around_it()
    {
        Show(1);
        var start = _road.Now;
        var tiles = Show(4, r => r.Fill(500 + (10 * (_road.Now - start)), 90, 16, 12, 220));
        Assert.InRange(tiles.Count, 3, 6);
        Assert.All(tiles, t => Assert.True(t.X < 490 && t.Right > 570 && t.Y <= 90 && t.Bottom > 110));
    }

    [Fact]
    public void Two_far_apart_take_turns()
    {
        Show(1);
        var tiles = Show(4, null, Track(30, 40), Track(780, 430));
        Assert.InRange(tiles.Count(t => t.X < 100), 10, 13);
        Assert.InRange(tiles.Count(t => t.X > 300), 10, 13);
    }

    [Fact]
    public void Where_vehicles_have_been_seen_large_what_stirs_is_no_far_vehicle()
    {
        Show(1);
        void Paint(PaintedRoad r) => r.Fill(400 + (8 * (_road.Now % 1)), 304, 8, 8, 220);
        Assert.NotEmpty(Show(2, Paint));
        Show(1, null, Track(340, 212, 100));
        Show(1, null, Track(345, 208, 100));
        Show(1, null, Track(325, 218, 100));
        Assert.Empty(Show(2, Paint));
    }

    [Fact]
    public void A_lorry_makes_no_place_near_and_what_was_large_is_forgotten_after_minutes()
    {
        Show(1);
        void Paint(PaintedRoad r) => r.Fill(400 + (8 * (_road.Now % 1)), 304, 8, 8, 220);
        foreach (var (x, y) in ((double, double)[])[(340, 212), (345, 208), (325, 218)]) Show(1, null, Track(x, y, 100) with { Class = RoadUser.Truck });
        Assert.NotEmpty(Show(2, Paint));
        foreach (var (x, y) in ((double, double)[])[(340, 212), (345, 208), (325, 218)]) Show(1, null, Track(x, y, 100));
        Assert.Empty(Show(2, Paint));
        Show(610);
        Assert.NotEmpty(Show(2, Paint));
    }

    [Fact]
    public void After_a_step_back_in_time_it_goes_on()
    {
        Show(1);
        Assert.NotEmpty(Show(1, null, Track(400, 80)));
        var view = _road.View();
        _stir.Step(view);
        Assert.NotNull(_tiler.Next(view.Time.Seconds + 3600, _stir, [Track(400, 80)]));
        Assert.InRange(Show(2, null, Track(400, 80)).Count, 10, 13);
    }
}
