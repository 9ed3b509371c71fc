using System.Numerics;
using Qyran.Domain.Frames;

namespace Qyran.Vision.Onnx;

/// <summary>
/// Paints a YUV 4:2:0 frame into a model's 1×3×H×W tensor: resize, colour conversion (BT.601, video range) and normalisation in one go.
/// Only the picture's part of the tensor is written; the padding is written once per frame size. Allocates only when the frame size changes.
/// </summary>
internal sealed class TensorPainter(int width, int height, InputStyle style)
{
    private (int Width, int Height, int RawWidth, int RawHeight) _prepared;
    private AxisTaps _across = AxisTaps.Between(1, 1), _down = AxisTaps.Between(1, 1);
    private AxisTaps _chromaAcross = AxisTaps.Between(1, 1), _chromaDown = AxisTaps.Between(1, 1);
    private float[] _y = [], _u = [], _v = [], _lineY = [], _lineU = [], _lineV = [];

    /// <summary>Where the picture lies in the tensor, input pixels.</summary>
    public int Left { get; private set; }
    public int Top { get; private set; }
    public int InnerWidth { get; private set; }
    public int InnerHeight { get; private set; }

    /// <summary>Paints the frame. <paramref name="tensor"/> must be the same buffer for every frame: its padding is kept.</summary>
    public void Paint(in FrameView frame, Span<float> tensor)
    {
        Prepare(frame, tensor);
        Across(frame.Y, frame.Width, frame.Height, _across, _y);
        Across(frame.U, frame.ChromaWidth, frame.ChromaHeight, _chromaAcross, _u);
        Across(frame.V, frame.ChromaWidth, frame.ChromaHeight, _chromaAcross, _v);
        var plane = width * height;
        var (red, blue) = style.Order == ChannelOrder.Rgb ? (0, 2) : (2, 0);
        for (var row = 0; row < InnerHeight; row++)
        {
            Down(_y, _down, row, _lineY);
            Down(_u, _chromaDown, row, _lineU);
            Down(_v, _chromaDown, row, _lineV);
            var at = ((Top + row) * width) + Left;
            Colours(tensor.Slice((red * plane) + at, InnerWidth), tensor.Slice(plane + at, InnerWidth), tensor.Slice((blue * plane) + at, InnerWidth), red, blue);
        }
    }

    private void Prepare(in FrameView frame, Span<float> tensor)
    {
        var now = (frame.Width, frame.Height, frame.RawWidth, frame.RawHeight);
        if (now == _prepared) return;
        // proportions are the camera's, not the scaled view's, which may have been rounded
        var scale = Math.Min((double)width / frame.RawWidth, (double)height / frame.RawHeight);
        InnerWidth = style.Fit == PictureFit.Stretch ? width : Math.Clamp((int)Math.Round(frame.RawWidth * scale), 1, width);
        InnerHeight = style.Fit == PictureFit.Stretch ? height : Math.Clamp((int)Math.Round(frame.RawHeight * scale), 1, height);
        (Left, Top) = style.Fit == PictureFit.Centre ? ((width - InnerWidth) / 2, (height - InnerHeight) / 2) : (0, 0);
        _across = AxisTaps.Between(frame.Width, InnerWidth);
        _down = AxisTaps.Between(frame.Height, InnerHeight);
        _chromaAcross = AxisTaps.Between(frame.ChromaWidth, InnerWidth);
        _chromaDown = AxisTaps.Between(frame.ChromaHeight, InnerHeight);
        _y = new float[InnerWidth * frame.Height];
        _u = new float[InnerWidth * frame.ChromaHeight];
        _v = new float[InnerWidth * frame.ChromaHeight];
        (_lineY, _lineU, _lineV) = (new float[InnerWidth], new float[InnerWidth], new float[InnerWidth]);
        var plane = width * height;
        for (var c = 0; c < 3; c++) tensor.Slice(c * plane, plane).Fill((style.Pad - style.Mean[c]) / style.Std[c]);
        _prepared = now;
    }

    private void Across(ReadOnlySpan<byte> source, int sourceWidth, int rows, AxisTaps taps, Span<float> target)
    {
        for (var row = 0; row < rows; row++)
        {
            var from = source.Slice(row * sourceWidth, sourceWidth);
            var to = target.Slice(row * InnerWidth, InnerWidth);
            var start = taps.Start.AsSpan(0, to.Length);
            if (sourceWidth == InnerWidth)
            {
                for (var x = 0; x < to.Length; x++) to[x] = from[x];
            }
            else if (taps.Taps == 2)
            {
                var weight = taps.Weight.AsSpan(0, to.Length * 2);
                for (var x = 0; x < to.Length; x++)
                    to[x] = (from[start[x]] * weight[2 * x]) + (from[start[x] + 1] * weight[(2 * x) + 1]);
            }
            else
            {
                for (var x = 0; x < to.Length; x++)
                {
                    var sum = 0f;
                    for (var k = 0; k < taps.Taps; k++) sum += from[start[x] + k] * taps.Weight[(x * taps.Taps) + k];
                    to[x] = sum;
                }
            }
        }
    }

    private void Down(ReadOnlySpan<float> rows, AxisTaps taps, int row, Span<float> line)
    {
        var first = rows[(taps.Start[row] * InnerWidth)..];
        var weights = taps.Weight.AsSpan(row * taps.Taps, taps.Taps);
        Scale(first[..InnerWidth], weights[0], line);
        for (var k = 1; k < weights.Length; k++)
            if (weights[k] != 0) Blend(first.Slice(k * InnerWidth, InnerWidth), weights[k], line);
    }

    private static void Scale(ReadOnlySpan<float> from, float by, Span<float> to)
    {
        var x = 0;
        for (; x <= from.Length - Vector<float>.Count; x += Vector<float>.Count) (new Vector<float>(from[x..]) * by).CopyTo(to[x..]);
        for (; x < from.Length; x++) to[x] = from[x] * by;
    }

    private static void Blend(ReadOnlySpan<float> from, float by, Span<float> to)
    {
        var x = 0;
        for (; x <= from.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(to[x..]) + (new Vector<float>(from[x..]) * by)).CopyTo(to[x..]);
        for (; x < from.Length; x++) to[x] += from[x] * by;
    }

    /// <summary>BT.601 video range (ITU-R BT.601-7, 2.5): what nearly every camera and file below HD uses; the networks do not notice BT.709's difference.</summary>
    private void Colours(Span<float> r, Span<float> g, Span<float> b, int red, int blue)
    {
        var (ar, ag, ab) = (1 / style.Std[red], 1 / style.Std[1], 1 / style.Std[blue]);
        var (mr, mg, mb) = (style.Mean[red], style.Mean[1], style.Mean[blue]);
        var x = 0;
        var top = new Vector<float>(255f);
        for (; x <= r.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var y = (new Vector<float>(_lineY.AsSpan(x)) - new Vector<float>(16f)) * 1.164383f;
            var u = new Vector<float>(_lineU.AsSpan(x)) - new Vector<float>(128f);
            var v = new Vector<float>(_lineV.AsSpan(x)) - new Vector<float>(128f);
            ((Vector.Min(Vector.Max(y + (v * 1.596027f), Vector<float>.Zero), top) - new Vector<float>(mr)) * ar).CopyTo(r[x..]);
            ((Vector.Min(Vector.Max(y - (u * 0.391762f) - (v * 0.812968f), Vector<float>.Zero), top) - new Vector<float>(mg)) * ag).CopyTo(g[x..]);
            ((Vector.Min(Vector.Max(y + (u * 2.017232f), Vector<float>.Zero), top) - new Vector<float>(mb)) * ab).CopyTo(b[x..]);
        }
        for (; x < r.Length; x++)
        {
            var (y, u, v) = ((_lineY[x] - 16) * 1.164383f, _lineU[x] - 128, _lineV[x] - 128);
            r[x] = (Math.Clamp(y + (1.596027f * v), 0, 255) - mr) * ar;
            g[x] = (Math.Clamp(y - (0.391762f * u) - (0.812968f * v), 0, 255) - mg) * ag;
            b[x] = (Math.Clamp(y + (2.017232f * u), 0, 255) - mb) * ab;
        }
    }
}
