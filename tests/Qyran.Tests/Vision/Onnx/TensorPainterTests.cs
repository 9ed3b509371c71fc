using CsCheck;
using Qyran.Vision.Onnx;

namespace Qyran.Tests.Vision.Onnx;

public sealed class TensorPainterTests
{
    private static readonly InputStyle Plain = new(ChannelOrder.Rgb, [0, 0, 0], [1, 1, 1], PictureFit.Centre, 114);

    [Fact]
    public void Pure_red_arrives_as_red_and_the_rest_is_padding()
    {
        var painter = new TensorPainter(32, 32, Plain);
        var tensor = new float[3 * 32 * 32];
        painter.Paint(Picture.Plain(64, 32).View(), tensor);
        Assert.Equal((0, 8, 32, 16), (painter.Left, painter.Top, painter.InnerWidth, painter.InnerHeight));
        Assert.Equal(114, tensor[0]);
        Assert.InRange(tensor[(16 * 32) + 16], 250, 255);
        Assert.InRange(tensor[1024 + (16 * 32) + 16], 0, 4);
        Assert.InRange(tensor[2048 + (16 * 32) + 16], 0, 4);
    }

    [Fact]
    public void Blue_first_and_normalisation_follow_the_style()
    {
        var painter = new TensorPainter(32, 32, new(ChannelOrder.Bgr, [10, 20, 30], [2, 4, 5], PictureFit.Stretch, 0));
        var tensor = new float[3 * 32 * 32];
        painter.Paint(Picture.Plain(64, 30).View(), tensor);
        Assert.InRange(tensor[0], -5f, -3f);
        Assert.InRange(tensor[1024], -5f, -4f);
        Assert.InRange(tensor[2048], 44f, 45f);
    }

    [Fact]
    public void Taps_stay_inside_the_source_and_sum_to_one() =>
        Gen.Select(Gen.Int[1, 2000], Gen.Int[1, 700]).Sample((source, target) =>
        {
            var taps = AxisTaps.Between(source, target);
            for (var i = 0; i < target; i++)
            {
                var sum = 0f;
                for (var k = 0; k < taps.Taps; k++) sum += taps.Weight[(i * taps.Taps) + k];
                if (Math.Abs(sum - 1) > 1e-4 || taps.Start[i] < 0 || taps.Start[i] + taps.Taps > source) return false;
            }
            return true;
        });

    /// <summary>A picture in which every pixel tells where it is.</summary>
    private static Picture Slope(int width, int height, int left = 0, int top = 0) => Picture.Of(width, height,
        (x, y) => (byte)(20 + (((left + x) * 3) + ((top + y) * 5)) % 200), (x, y) => (byte)(60 + ((left / 2) + x) % 100), (x, y) => (byte)(60 + ((top / 2) + y) % 100));

    [Fact]
    public void Stretching_parts_of_many_sizes_paints_what_a_stretched_picture_of_each_would_be()
    {
        var style = Plain with { Fit = PictureFit.Stretch };
        var (stretcher, painter) = (new TensorPainter(64, 64, style), new TensorPainter(64, 64, style));
        var (stretched, painted) = (new float[3 * 64 * 64], new float[3 * 64 * 64]);
        var picture = Slope(320, 240);
        foreach (var (x, y, width, height) in ((int, int, int, int)[])[(0, 0, 40, 30), (10, 20, 200, 90), (30, 60, 17, 120), (30, 60, 290, 180), (10, 20, 200, 90), (0, 0, 320, 240), (4, 4, 2, 2)])
        {
            stretcher.Stretch(picture.View(), new(x, y, width, height), stretched);
            painter.Paint(picture.View(), new(x, y, width, height), painted);
            Assert.Equal(painted, stretched);
        }
    }

    [Theory]
    [InlineData(100, 60)]
    [InlineData(20, 12)]
    [InlineData(200, 40)]
    [InlineData(40, 200)]
    [InlineData(150, 190)]
    public void Whichever_axis_comes_first_every_pixel_is_what_it_covers(int width, int height)
    {
        const int side = 64;
        var dice = new Random(width + height);
        var grey = new byte[width * height];
        dice.NextBytes(grey);
        var painter = new TensorPainter(side, side, Plain with { Fit = PictureFit.Stretch });
        var tensor = new float[3 * side * side];
        painter.Paint(Picture.Of(width, height, (x, y) => grey[(y * width) + x], (_, _) => 128, (_, _) => 128).View(), tensor);
        var (across, down) = (AxisTaps.Between(width, side), AxisTaps.Between(height, side));
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                double sum = 0;
                for (var i = 0; i < down.Taps; i++)
                    for (var j = 0; j < across.Taps; j++)
                        sum += (double)down.Weight[(y * down.Taps) + i] * across.Weight[(x * across.Taps) + j] * grey[((down.Start[y] + i) * width) + across.Start[x] + j];
                Assert.Equal(Math.Clamp((sum - 16) * 1.164383, 0, 255), tensor[(y * side) + x], 0.01);
            }
    }

    [Fact]
    public void Once_its_sizes_are_known_stretching_allocates_nothing()
    {
        var painter = new TensorPainter(64, 64, Plain);
        var tensor = new float[3 * 64 * 64];
        var picture = Slope(320, 240);
        void All()
        {
            for (var size = 20; size < 200; size += 3) painter.Stretch(picture.View(), new(10, 10, size, 220 - size), tensor);
        }
        All();
        var before = GC.GetAllocatedBytesForCurrentThread();
        All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0, 0, 64, 48)]
    [InlineData(30, 20, 64, 48)]
    [InlineData(66, 34, 32, 24)]
    [InlineData(2, 4, 101, 63)]
    public void A_part_is_painted_as_a_picture_of_that_part_alone(int x, int y, int width, int height)
    {
        var (a, b) = (new TensorPainter(64, 48, Plain), new TensorPainter(64, 48, Plain));
        var (part, alone) = (new float[3 * 64 * 48], new float[3 * 64 * 48]);
        var whole = Slope(128, 96);
        a.Paint(whole.View(), part);
        a.Paint(whole.View(), new FrameRegion(x, y, width, height), part);
        b.Paint(Slope(width, height, x, y).View(), alone);
        Assert.Equal(alone, part);
    }

    [Fact]
    public void Parts_and_the_whole_in_turn_leave_nothing_of_each_other_and_allocate_nothing_once_prepared()
    {
        var painter = new TensorPainter(64, 64, Plain);
        var (once, again) = (new float[3 * 64 * 64], new float[3 * 64 * 64]);
        var picture = Slope(128, 72);
        new TensorPainter(64, 64, Plain).Paint(picture.View(), once);
        painter.Paint(picture.View(), again);
        painter.Paint(picture.View(), new FrameRegion(20, 4, 64, 64), again);
        var before = GC.GetAllocatedBytesForCurrentThread();
        painter.Paint(picture.View(), new FrameRegion(40, 8, 64, 64), again);
        painter.Paint(picture.View(), again);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(once, again);
    }

    [Theory]
    [InlineData(101, 51, 200, 120, 50, 26, 100, 60)]
    [InlineData(-40, -40, 200, 120, 0, 0, 100, 60)]
    [InlineData(900, 900, 200, 120, 220, 120, 100, 60)]
    [InlineData(0, 0, 9000, 9000, 0, 0, 320, 180)]
    public void A_region_is_of_the_boxs_size_and_moved_into_the_picture(double x, double y, double width, double height, int left, int top, int across, int down) =>
        Assert.Equal(new FrameRegion(left, top, across, down), FrameRegion.Around(new(x, y, width, height), Picture.Plain(320, 180).View(640, 360)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(1919, 1079)]
    public void Odd_pictures_are_painted(int width, int height)
    {
        var painter = new TensorPainter(64, 64, Plain);
        var tensor = new float[3 * 64 * 64];
        painter.Paint(Picture.Plain(width, height).View(), tensor);
        Assert.InRange(tensor[(32 * 64) + 32], 250, 255);
    }
}
