using OpenCvSharp;
using Qyran.Domain.Geometry;
using Qyran.Line.Redacting;

namespace Qyran.Tests.Line.Redacting;

/// <summary>What is left of a picture where somebody is hidden.</summary>
public sealed class PixelationTests : IDisposable
{
    private readonly Mat original = new(240, 320, MatType.CV_8UC4), picture;

    public PixelationTests()
    {
        Cv2.Randu(original, Scalar.All(0), Scalar.All(255));
        picture = original.Clone();
    }

    public void Dispose()
    {
        picture.Dispose();
        original.Dispose();
    }

    private void Hide(PixelBox[] vehicles, PixelBox[] before, PixelBox? offender = null, params PixelBox[] kept) => Pixelation.Hide(picture, vehicles, before, offender, kept);

    /// <summary>Share of a place's pixels that are as they were.</summary>
    private double Same(int x, int y, int width, int height)
    {
        var same = 0;
        for (var r = y; r < y + height; r++)
            for (var c = x; c < x + width; c++)
                if (picture.At<Vec4b>(r, c) == original.At<Vec4b>(r, c)) same++;
        return (double)same / (width * height);
    }

    [Fact]
    public void Of_what_is_hidden_a_few_cells_are_left_and_nothing_else_changes()
    {
        Hide([new(40, 60, 60, 90)], []);
        HashSet<Vec4b> left = [];
        for (var y = 60; y < 150; y++)
            for (var x = 40; x < 100; x++) left.Add(picture.At<Vec4b>(y, x));
        Assert.InRange(left.Count, 2, 6 * 9);
        Assert.Equal(1, Same(0, 0, 320, 60));
        Assert.Equal(1, Same(0, 60, 40, 90));
        Assert.Equal(1, Same(100, 60, 220, 180));
    }

    [Fact]
    public void The_offender_stays_beside_vehicles_but_who_is_before_it_is_hidden()
    {
        Hide([new(30, 50, 120, 100)], [new(110, 80, 20, 60)], new PixelBox(80, 60, 100, 100));
        Assert.Equal(1, Same(85, 65, 20, 90));
        Assert.True(Same(110, 80, 20, 60) < 0.05);
        Assert.True(Same(35, 55, 40, 90) < 0.05);
    }

    [Fact]
    public void A_signal_head_stays_whoever_stands_before_it()
    {
        Hide([new(0, 0, 320, 240)], [new(190, 0, 60, 200)], null, new PixelBox(200, 20, 20, 50));
        Assert.Equal(1, Same(200, 20, 20, 50));
        Assert.True(Same(222, 20, 20, 50) < 0.05);
    }

    [Fact]
    public void Boxes_beyond_the_edge_are_cut_and_empty_ones_hide_nothing()
    {
        Hide([new(-50, -50, 60, 60), new(310, 230, 90, 90), new(500, 500, 10, 10), new(20, 20, 0, 0)], [], new PixelBox(-500, 0, 10, 10));
        Assert.True(Same(0, 0, 10, 10) < 0.1);
        Assert.Equal(1, Same(15, 15, 290, 210));
    }
}
