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
