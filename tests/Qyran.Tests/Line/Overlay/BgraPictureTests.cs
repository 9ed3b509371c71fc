using Qyran.Domain.Frames;
using Qyran.Domain.Time;
using Qyran.Line.Overlay;

namespace Qyran.Tests.Line.Overlay;

public sealed class BgraPictureTests
{
    [Theory]
    [InlineData(64, 48)]
    [InlineData(65, 49)]
    public void Grey_stays_grey_and_red_becomes_red(int width, int height)
    {
        using var picture = new BgraPicture(width, height);
        // BT.601 limited range: Y 81, U 90, V 240 is full red; 126 with neutral chroma is grey 128
        picture.Fill(Frame(width, height, 81, 90, 240));
        Assert.Equal((0, 0, 255), At(picture, width, 10, 10));
        picture.Fill(Frame(width, height, 126, 128, 128));
        Assert.Equal((128, 128, 128), At(picture, width, 10, 10));
        Assert.Equal((128, 128, 128), At(picture, width, (width & ~1) - 1, (height & ~1) - 1));
    }

    [Fact]
    public void Nothing_worth_speaking_of_is_allocated_per_frame()
    {
        using var picture = new BgraPicture(640, 360);
        var (y, u, v) = (new byte[640 * 360], new byte[320 * 180], new byte[320 * 180]);
        picture.Fill(View(640, 360, y, u, v));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) picture.Fill(View(640, 360, y, u, v));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50 * 1024);
    }

    private static (int B, int G, int R) At(BgraPicture picture, int width, int x, int y)
    {
        var at = 4 * ((y * width) + x);
        return (Near(picture.Pixels[at]), Near(picture.Pixels[at + 1]), Near(picture.Pixels[at + 2]));
        static int Near(byte b) => b < 4 ? 0 : b > 251 ? 255 : b is > 125 and < 131 ? 128 : b;
    }

    private static FrameView Frame(int width, int height, byte y, byte u, byte v)
    {
        var chroma = (width + 1) / 2 * ((height + 1) / 2);
        return View(width, height, Enumerable.Repeat(y, width * height).ToArray(), Enumerable.Repeat(u, chroma).ToArray(), Enumerable.Repeat(v, chroma).ToArray());
    }

    private static FrameView View(int width, int height, byte[] y, byte[] u, byte[] v) => new()
    { Number = 0, Time = new CaptureTime(0, null, null, TimeQuality.Exact), Width = width, Height = height, RawWidth = width, RawHeight = height, Y = y, U = u, V = v };
}
