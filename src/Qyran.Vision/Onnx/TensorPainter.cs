using System.Numerics;
using Qyran.Domain.Frames;

namespace Qyran.Vision.Onnx;

/// <summary>
/// Paints a YUV 4:2:0 frame, or a part of one, into a model's 1×3×H×W tensor: resize, colour conversion (BT.601, video range) and
/// normalisation in one go. Only the picture's part of the tensor is written, the padding when the picture's place changes. What a size
/// needs is prepared once and kept for the last few sizes; otherwise nothing is allocated.
/// </summary>
internal sealed class TensorPainter(int width, int height, InputStyle style)
{
    private const int KeptPlans = 4;
    private readonly List<Plan> _plans = [];
    private Plan? _padded;
    private readonly Dictionary<(int From, int To), AxisTaps> _stretches = []; // no more than there are lengths in a picture
    private float[] _y = [], _u = [], _v = [], _lineY = [], _lineU = [], _lineV = [], _line = [];

    /// <summary>Where the picture lies in the tensor, input pixels.</summary>
    public int Left { get; private set; }
    public int Top { get; private set; }
    public int InnerWidth { get; private set; }
    public int InnerHeight { get; private set; }

    /// <summary>What one size of picture needs.</summary>
    private sealed record Plan(
        (int Width, int Height, int FrameWidth, int FrameHeight, int RawWidth, int RawHeight) Key, int Left, int Top, int InnerWidth, int InnerHeight,
        AxisTaps Across, AxisTaps Down, AxisTaps ChromaAcross, AxisTaps ChromaDown);

    /// <summary>Paints the whole frame. <paramref name="tensor"/> must be the same buffer for every frame: its padding is kept.</summary>
    public void Paint(in FrameView frame, Span<float> tensor) => Paint(frame, FrameRegion.Whole(frame), tensor);

    /// <summary>Paints a part of the frame, straight from its planes.</summary>
    public void Paint(in FrameView frame, FrameRegion region, Span<float> tensor)
    {
        var plan = PlanFor(frame, region);
        (Left, Top, InnerWidth, InnerHeight) = (plan.Left, plan.Top, plan.InnerWidth, plan.InnerHeight);
        var plane = width * height;
        if (_padded is not { } padded || (padded.Left, padded.Top, padded.InnerWidth, padded.InnerHeight) != (Left, Top, InnerWidth, InnerHeight))
            for (var c = 0; c < 3; c++) tensor.Slice(c * plane, plane).Fill((style.Pad - style.Mean[c]) / style.Std[c]);
        _padded = plan;
        Fill(frame, region, plan.Across, plan.Down, plan.ChromaAcross, plan.ChromaDown, tensor);
    }

    /// <summary>
    /// Paints a part of the frame over the whole tensor, each axis stretched by itself. For parts of any size: what a length needs is prepared once, so that
    /// after a while nothing is allocated.
    /// </summary>
    public void Stretch(in FrameView frame, FrameRegion region, Span<float> tensor)
    {
        (Left, Top, InnerWidth, InnerHeight, _padded) = (0, 0, width, height, null);
        ReserveFor(region, width);
        var chroma = region.Chroma;
        Fill(frame, region, Stretched(region.Width, width), Stretched(region.Height, height), Stretched(chroma.Width, width), Stretched(chroma.Height, height), tensor);
    }

    private AxisTaps Stretched(int from, int to)
    {
        if (!_stretches.TryGetValue((from, to), out var taps)) _stretches.Add((from, to), taps = AxisTaps.Between(from, to));
        return taps;
    }

    private void Fill(in FrameView frame, FrameRegion region, AxisTaps across, AxisTaps down, AxisTaps chromaAcross, AxisTaps chromaDown, Span<float> tensor)
    {
        var plane = width * height;
        var chroma = region.Chroma;
        Prepare(frame.Y, frame.Width, region, across, _y);
        Prepare(frame.U, frame.ChromaWidth, chroma, chromaAcross, _u);
        Prepare(frame.V, frame.ChromaWidth, chroma, chromaAcross, _v);
        var (red, blue) = style.Order == ChannelOrder.Rgb ? (0, 2) : (2, 0);
        for (var row = 0; row < InnerHeight; row++)
        {
            Line(frame.Y, frame.Width, region, across, down, row, _y, _lineY);
            Line(frame.U, frame.ChromaWidth, chroma, chromaAcross, chromaDown, row, _u, _lineU);
            Line(frame.V, frame.ChromaWidth, chroma, chromaAcross, chromaDown, row, _v, _lineV);
            var at = ((Top + row) * width) + Left;
            Colours(tensor.Slice((red * plane) + at, InnerWidth), tensor.Slice(plane + at, InnerWidth), tensor.Slice((blue * plane) + at, InnerWidth), red, blue);
        }
    }

    private Plan PlanFor(in FrameView frame, FrameRegion region)
    {
        var key = (region.Width, region.Height, frame.Width, frame.Height, frame.RawWidth, frame.RawHeight);
        foreach (var known in _plans)
            if (known.Key == key) return known;
        // proportions are the camera's, not the scaled view's, which may have been rounded
        var (rawWidth, rawHeight) = (region.Width * frame.ScaleX, region.Height * frame.ScaleY);
        var scale = Math.Min(width / rawWidth, height / rawHeight);
        var innerWidth = style.Fit == PictureFit.Stretch ? width : Math.Clamp((int)Math.Round(rawWidth * scale), 1, width);
        var innerHeight = style.Fit == PictureFit.Stretch ? height : Math.Clamp((int)Math.Round(rawHeight * scale), 1, height);
        var (left, top) = style.Fit == PictureFit.Centre ? ((width - innerWidth) / 2, (height - innerHeight) / 2) : (0, 0);
        var chroma = region.Chroma;
        var plan = new Plan(key, left, top, innerWidth, innerHeight, AxisTaps.Between(region.Width, innerWidth), AxisTaps.Between(region.Height, innerHeight),
            AxisTaps.Between(chroma.Width, innerWidth), AxisTaps.Between(chroma.Height, innerHeight));
        ReserveFor(region, innerWidth);
        if (_plans.Count == KeptPlans) _plans.RemoveAt(0);
        _plans.Add(plan);
        return plan;
    }

    private void ReserveFor(FrameRegion region, int innerWidth)
    {
        Reserve(ref _y, innerWidth * region.Height);
        Reserve(ref _u, innerWidth * region.Chroma.Height);
        Reserve(ref _v, innerWidth * region.Chroma.Height);
        Reserve(ref _line, region.Width);
        Reserve(ref _lineY, innerWidth);
        Reserve(ref _lineU, innerWidth);
        Reserve(ref _lineV, innerWidth);
    }

    private static void Reserve(ref float[] buffer, int size)
    {
        if (buffer.Length < size) buffer = new float[size];
    }

    /// <summary>
    /// Along a row every pixel is fetched by itself, down the columns whole vectors are. So what gets lower is first made so, and what does not
    /// is first stretched along its rows: as few rows as can be go the slow way.
    /// </summary>
    private bool IsDownFirst(FrameRegion part) => part.Height > InnerHeight;

    /// <summary>The rows of a part stretched, where they are stretched before they are blended.</summary>
    private void Prepare(ReadOnlySpan<byte> source, int sourceWidth, FrameRegion part, AxisTaps taps, Span<float> rows)
    {
        if (IsDownFirst(part)) return;
        var line = _line.AsSpan(0, part.Width);
        for (var row = 0; row < part.Height; row++)
        {
            Pixels.Scale(source.Slice(((part.Y + row) * sourceWidth) + part.X, part.Width), 1, line);
            Across(line, taps, rows.Slice(row * InnerWidth, InnerWidth));
        }
    }

    /// <summary>One row of the tensor's picture in one plane.</summary>
    private void Line(ReadOnlySpan<byte> source, int sourceWidth, FrameRegion part, AxisTaps across, AxisTaps down, int row, ReadOnlySpan<float> rows, Span<float> target)
    {
        var line = target[..InnerWidth];
        if (!IsDownFirst(part))
        {
            Down(rows, down, row, line);
            return;
        }
        var blended = _line.AsSpan(0, part.Width);
        var weights = down.Weight.AsSpan(row * down.Taps, down.Taps);
        var first = ((part.Y + down.Start[row]) * sourceWidth) + part.X;
        Pixels.Scale(source.Slice(first, part.Width), weights[0], blended);
        for (var k = 1; k < weights.Length; k++)
            if (weights[k] != 0) Pixels.Blend(source.Slice(first + (k * sourceWidth), part.Width), weights[k], blended);
        Across(blended, across, line);
    }

    private static void Across(ReadOnlySpan<float> from, AxisTaps taps, Span<float> to)
    {
        if (from.Length == to.Length)
        {
            from.CopyTo(to);
            return;
        }
        var start = taps.Start.AsSpan(0, to.Length);
        var weight = taps.Weight.AsSpan(0, to.Length * taps.Taps);
        if (taps.Taps == 2)
        {
            for (var x = 0; x < start.Length; x++)
            {
                var at = start[x];
                to[x] = (from[at] * weight[2 * x]) + (from[at + 1] * weight[(2 * x) + 1]);
            }
            return;
        }
        for (var x = 0; x < start.Length; x++)
        {
            var sum = 0f;
            var seen = from.Slice(start[x], taps.Taps);
            var worth = weight.Slice(x * taps.Taps, taps.Taps);
            for (var k = 0; k < seen.Length; k++) sum += seen[k] * worth[k];
            to[x] = sum;
        }
    }

    private void Down(ReadOnlySpan<float> rows, AxisTaps taps, int row, Span<float> line)
    {
        var first = rows[(taps.Start[row] * InnerWidth)..];
        var weights = taps.Weight.AsSpan(row * taps.Taps, taps.Taps);
        Pixels.Scale(first[..InnerWidth], weights[0], line);
        for (var k = 1; k < weights.Length; k++)
            if (weights[k] != 0) Pixels.Blend(first.Slice(k * InnerWidth, InnerWidth), weights[k], line);
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
