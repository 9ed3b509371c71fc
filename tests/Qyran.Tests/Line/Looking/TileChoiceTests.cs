using Qyran.Domain.Geometry;
using Qyran.Line.Looking;

namespace Qyran.Tests.Line.Looking;

public sealed class TileChoiceTests
{
    private static readonly PixelBox Picture = new(0, 0, 1280, 720), Size = new(0, 0, 640, 394);

    private static TileTarget At(double x, double y, double worth = 1, double side = 30) => new(new(x - (side / 2), y - (side / 2), side, side), worth);

    [Fact]
    public void Nothing_to_see_needs_no_tile() => Assert.Null(TileChoice.Best([], Size, Picture, 0.1));

    [Theory]
    [InlineData(0.05, false)]
    [InlineData(0.3, true)]
    public void What_is_worth_too_little_gets_none(double worth, bool tiled) => Assert.Equal(tiled, TileChoice.Best([At(600, 300, worth)], Size, Picture, 0.25) is not null);

    [Theory]
    [InlineData(640, 360, 320, 163)]
    [InlineData(20, 20, 0, 0)]
    [InlineData(1270, 710, 640, 326)]
    public void A_tile_lies_around_its_target_within_the_picture(double x, double y, double left, double top) =>
        Assert.Equal(Size with { X = left, Y = top }, TileChoice.Best([At(x, y)], Size, Picture, 0.25));

    [Fact]
    public void The_tile_that_holds_most_is_taken()
    {
        var tile = TileChoice.Best([At(100, 600), At(1000, 200), At(1100, 250), At(900, 150)], Size, Picture, 0.25);
        Assert.NotNull(tile);
        Assert.All([At(1000, 200), At(1100, 250), At(900, 150)], t => Assert.True(TileChoice.Holds(tile.Value, t.Box, Picture)));
    }

    [Theory]
    [InlineData(330, true)]
    [InlineData(310, false)]
    [InlineData(328, false)]
    public void What_the_tiles_inner_edge_cuts_or_touches_is_not_held(double left, bool held) =>
        Assert.Equal(held, TileChoice.Holds(Size with { X = 320, Y = 100 }, new(left, 200, 40, 30), Picture));

    [Fact]
    public void At_the_pictures_own_edge_there_is_nothing_to_leave_free() =>
        Assert.True(TileChoice.Holds(Size, new(0, 0, 40, 30), Picture));
}
