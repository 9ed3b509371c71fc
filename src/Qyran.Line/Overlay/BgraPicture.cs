using OpenCvSharp;
using Qyran.Domain.Frames;

namespace Qyran.Line.Overlay;

/// <summary>
/// One BGRA picture that frame after frame is converted into; nothing is allocated per frame. BT.601 limited range, as nearly all road
/// cameras code it: this is for people, not for measuring. Of an odd size the last row or column stays as it is (the encoder drops it).
/// </summary>
internal sealed class BgraPicture : IDisposable
{
    private readonly int width, height;
    private readonly byte[] planar;
    private readonly Mat yuv, all, even;

    public BgraPicture(int rawWidth, int rawHeight)
    {
        (width, height) = (rawWidth & ~1, rawHeight & ~1);
        // pinned: the matrices below point into them for as long as this lives
        planar = GC.AllocateUninitializedArray<byte>(width * height * 3 / 2, pinned: true);
        Pixels = GC.AllocateArray<byte>(4 * rawWidth * rawHeight, pinned: true);
        yuv = Mat.FromPixelData(height * 3 / 2, width, MatType.CV_8UC1, planar);
        all = Mat.FromPixelData(rawHeight, rawWidth, MatType.CV_8UC4, Pixels);
        even = all[0, height, 0, width];
    }

    /// <summary>Row after row without padding, 4 × raw width × raw height bytes.</summary>
    public byte[] Pixels { get; }

    public void Fill(in FrameView view)
    {
        var luma = width * height;
        Copy(view.Y, view.Width, planar.AsSpan(0, luma), width, height);
        Copy(view.U, view.ChromaWidth, planar.AsSpan(luma, luma / 4), width / 2, height / 2);
        Copy(view.V, view.ChromaWidth, planar.AsSpan(luma * 5 / 4, luma / 4), width / 2, height / 2);
        Cv2.CvtColor(yuv, even, ColorConversionCodes.YUV2BGRA_I420);
    }

    public void Dispose()
    {
        even.Dispose();
        all.Dispose();
        yuv.Dispose();
    }

    private static void Copy(ReadOnlySpan<byte> from, int stride, Span<byte> to, int width, int height)
    {
        for (var y = 0; y < height; y++) from.Slice(y * stride, width).CopyTo(to[(y * width)..]);
    }
}
