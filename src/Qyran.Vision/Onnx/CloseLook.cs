using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Onnx;

/// <summary>
/// Looks once more at each thing that was found, alone and in all the pixels there are: where its edges are, what it is, and whether there is anything at all.
/// The model is small (<c>training/detector/close_net.py</c>) and sees a quarter of the box more on every side. One thread at a time; allocates nothing once warm.
/// </summary>
internal sealed class CloseLook : IDisposable
{
    /// <summary>Of the box's size, on every side; what the model was trained with.</summary>
    private const double Margin = 0.25;

    /// <summary>Side of the model's input, px.</summary>
    private const int Side = 64;

    /// <summary>What a pixel of the input is of the thing's size.</summary>
    public const double Pixel = (1 + (2 * Margin)) / Side;

    /// <summary>Where the numbers stand: four edges, shares of what is looked at; logarithms of how far each may be off, shares of the thing's size; a score per class, before the sigmoid.</summary>
    private const int Doubts = 4, Kinds = 8;

    /// <summary>
    /// How far the first look's edges may be off, share of the thing's size: what each look says of an edge counts the more the less it may be off. On held-back pictures of road
    /// cameras boxes fit best so; the second look alone is better on simulated ones and worse on photographs.
    /// </summary>
    private const double FirstDoubt = 0.12;

    /// <summary>
    /// Both looks' scores as one, logits: a logistic regression of right and wrong finds on held-back pictures (simulated and of road cameras), put on the scale of the
    /// first look's scores, so that whoever reads them need not know that there was a second.
    /// </summary>
    private const float Shift = -0.48f, FirstWeight = 0.85f, SecondWeight = 0.125f, MostLogit = 6;

    /// <summary>What a class is worth beside the one that the first look named.</summary>
    private const float OtherKind = 0.3f, LeastOther = 0.05f;

    /// <summary>What is surer than this is looked at.</summary>
    public const float LeastScore = 0.1f;

    /// <summary>What is smaller shows nothing, analysed px.</summary>
    private const double LeastPx = 6;

    /// <summary>A box that shares less with the one that was found is another thing's.</summary>
    private const double LeastShared = 0.35;

    /// <summary>A box that shares less with where it came from is looked at once more.</summary>
    private const double Moved = 0.8;

    private readonly ModelRun _run;
    private readonly RoadUser[] _kinds;
    private readonly TensorPainter _painter = new(Side, Side, new(ChannelOrder.Rgb, [0, 0, 0], [1, 1, 1], PictureFit.Stretch, 0));

    private CloseLook(ModelRun run, RoadUser[] kinds) => (_run, _kinds) = (run, kinds);

    /// <summary>Null with the reason where the bytes are no such model.</summary>
    /// <param name="kinds">Its classes, which are the first model's, in their order.</param>
    public static CloseLook? Load(byte[] bytes, RoadUser[] kinds, int threads, out Failure? failure)
    {
        if (ModelRun.Load(bytes, threads, Side, Side, out failure) is not { } run) return null;
        var numbers = Kinds + kinds.Length;
        if (run.Width == Side && run.Height == Side && run.Outputs is [{ IsInt64: false } only] && only.Dims.AsSpan() is [1, var given, .. var rest] && given == numbers && rest.IndexOfAnyExcept(1) < 0)
            return new(run, kinds);
        failure = new(FailureKind.Unsupported,
            $"a model for close looks takes 1×3×{Side}×{Side} and gives {numbers} numbers, here {run.Width}×{run.Height} and {string.Join(", ", run.Outputs)}");
        run.Dispose();
        return null;
    }

    /// <summary>Puts the edges, the class and the score of everything in <paramref name="found"/> right.</summary>
    public void Sharpen(in FrameView frame, Span<Detection> found)
    {
        foreach (ref var one in found)
        {
            if (one.Score < LeastScore || one.Box.Width < LeastPx * frame.ScaleX || one.Box.Height < LeastPx * frame.ScaleY) continue;
            one = Second(frame, one);
        }
    }

    public void Dispose() => _run.Dispose();

    private Detection Second(in FrameView frame, in Detection first)
    {
        var seen = Look(frame, first.Box);
        // a part of a thing: what is missing may lie beyond what was looked at
        if (seen.Iou(first.Box) is >= LeastShared and < Moved) seen = Look(frame, seen);
        var scores = _run.Floats(0)[Kinds..];
        var kind = Kind(first, scores);
        return new(seen.Iou(first.Box) >= LeastShared ? seen : first.Box, Score(first.Score, kind, scores), kind);
    }

    /// <summary>Where the thing is that was found in this box; what else the model says stands in its output.</summary>
    private PixelBox Look(in FrameView frame, in PixelBox box)
    {
        var (mx, my) = (Margin * box.Width, Margin * box.Height);
        var region = FrameRegion.Around(new(box.X - mx, box.Y - my, box.Width + (2 * mx), box.Height + (2 * my)), frame);
        _painter.Stretch(frame, region, _run.Input);
        _run.Run();
        var at = region.Raw(frame);
        var numbers = _run.Floats(0);
        var left = Math.Max(Edge(box.X, at.X, at.Width, numbers, 0), 0);
        var top = Math.Max(Edge(box.Y, at.Y, at.Height, numbers, 1), 0);
        var right = Math.Min(Edge(box.Right, at.X, at.Width, numbers, 2), frame.RawWidth);
        var bottom = Math.Min(Edge(box.Bottom, at.Y, at.Height, numbers, 3), frame.RawHeight);
        return new(left, top, right - left, bottom - top);
    }

    /// <summary>What both looks say of an edge.</summary>
    private static double Edge(double first, double at, double size, ReadOnlySpan<float> numbers, int edge)
    {
        var doubt = Math.Exp(numbers[Doubts + edge]);
        var share = FirstDoubt * FirstDoubt / ((FirstDoubt * FirstDoubt) + (doubt * doubt));
        return first + (share * (at + (numbers[edge] * size) - first));
    }

    /// <summary>The class that both looks together believe most.</summary>
    private RoadUser Kind(in Detection first, ReadOnlySpan<float> scores)
    {
        var (best, most) = (first.Class, 0f);
        for (var i = 0; i < _kinds.Length; i++)
        {
            var both = Sigmoid(scores[i]) * (_kinds[i] == first.Class ? first.Score : (OtherKind * (1 - first.Score)) + LeastOther);
            if (both > most) (best, most) = (_kinds[i], both);
        }
        return best;
    }

    /// <summary>How sure both looks together are that it is one of that family.</summary>
    private float Score(float first, RoadUser kind, ReadOnlySpan<float> scores)
    {
        var second = -MostLogit;
        for (var i = 0; i < _kinds.Length; i++)
            if (_kinds[i].IsOfFamily(kind)) second = Math.Max(second, scores[i]);
        return Sigmoid(Shift + (FirstWeight * MathF.Log(first / Math.Max(1 - first, 1e-3f))) + (SecondWeight * Math.Min(second, MostLogit)));
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
