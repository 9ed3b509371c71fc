using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using YamlDotNet.Core;

namespace Qyran.Vision.Onnx;

/// <summary>
/// Any common detector as an ONNX file. The output layout is recognised from the graph, input style and class names come from the file
/// beside the model (<see cref="ModelSidecar"/>), else from the model's metadata and what its family is trained with. CPU.
/// One instance belongs to one camera and one thread; <see cref="Detect(in FrameView, Span{Detection})"/> allocates nothing where the graph's output sizes are fixed.
/// </summary>
public sealed class OnnxDetector : IRegionDetector
{
    /// <summary>Scores from here on are put right by <see cref="Sharpen"/> where there is a close look, up or down; lower ones stay.</summary>
    public const float LeastSharpened = CloseLook.LeastScore;

    private const int MostCandidates = 4096;

    private readonly ModelRun _run;
    private readonly OutputLayout _layout;
    private readonly ClassTable _classes;
    private readonly ScoreKind _scores;
    private readonly OnnxSettings _settings;
    private readonly TensorPainter _painter;
    private readonly CandidateList _candidates = new(MostCandidates);
    private readonly CloseLook? _closeLook;

    private OnnxDetector(ModelRun run, CloseLook? closeLook, OutputLayout layout, ClassTable classes, ModelSidecar sidecar, OnnxSettings settings, DetectorIdentity identity)
    {
        (_run, _closeLook, _layout, _classes, Identity) = (run, closeLook, layout, classes, identity);
        var style = InputStyle.For(layout);
        style = style with
        {
            Order = sidecar.Channels ?? style.Order,
            Mean = sidecar.Mean ?? style.Mean,
            Std = sidecar.Std ?? style.Std,
            Fit = sidecar.Fit ?? style.Fit,
            Pad = sidecar.Pad ?? style.Pad,
        };
        _painter = new(run.Width, run.Height, style);
        _settings = settings with { ScoreThreshold = settings.LeastScore ?? sidecar.ScoreThreshold ?? settings.ScoreThreshold, SameClassIou = sidecar.NmsIou ?? settings.SameClassIou };
        // the first DETR counts "no object" as its last class, its successors score each class alone
        _scores = sidecar.Scores ?? (layout is OutputLayout.Detr { ClassCount: 92 } ? ScoreKind.Softmax : ScoreKind.Sigmoid);
    }

    public DetectorIdentity Identity { get; }

    /// <summary>Name of the recognised output layout, for messages.</summary>
    public string Layout => _layout.Name;

    /// <summary>How long the graph alone ran in the last <see cref="Detect(in FrameView, Span{Detection})"/>.</summary>
    public TimeSpan Inference { get; private set; }

    /// <summary>The road users the model can name, each once.</summary>
    public IReadOnlyCollection<RoadUser> Classes => [.. _classes.Wanted.Select(i => _classes[i]).Distinct().Order()];

    /// <summary>Opens a model. False with the reason when the file is missing, is no model, or writes its boxes in a way that is not known.</summary>
    public static bool TryOpen(string path, OnnxSettings settings, [NotNullWhen(true)] out OnnxDetector? detector, [NotNullWhen(false)] out Failure? failure)
    {
        detector = null;
        if (!TryRead(path, out var bytes, out failure)) return false;
        if (ModelSidecar.Beside(path, out failure) is not { } sidecar) return Fail(failure);
        var run = ModelRun.Load(bytes, settings.Threads, sidecar.InputWidth, sidecar.InputHeight, out failure);
        if (run is null)
        {
            failure = new(failure!.Kind, $"{Path.GetFileName(path)}: {failure.Text}");
            return false;
        }
        if (Recognise(run, sidecar, path, out failure) is { } layout && Table(run, layout, sidecar, path, out failure) is { } classes
            && TryOpenCloseLook(path, sidecar, classes, settings.Threads, out var closeLook, out var closeBytes, out failure))
        {
            var identity = new DetectorIdentity(
                sidecar.Name ?? Path.GetFileNameWithoutExtension(path), sidecar.Version ?? layout.Name,
                Convert.ToHexStringLower(SHA256.HashData([.. bytes, .. closeBytes])), run.Width, run.Height);
            detector = new(run, closeLook, layout, classes, sidecar, settings, identity);
            return true;
        }
        run.Dispose();
        return Fail(failure);
    }

    public int Detect(in FrameView frame, Span<Detection> found) => Look(frame, FrameRegion.Whole(frame), found);

    public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found) => Look(frame, FrameRegion.Around(region, frame), found);

    public int Sharpen(in FrameView frame, Span<Detection> found)
    {
        if (_closeLook is null) return found.Length;
        _closeLook.Sharpen(frame, found);
        return Suppression.Keep(found, _settings.SameClassIou, _settings.AcrossClassIou);
    }

    public int Hurry(in FrameView frame, Span<Detection> found) => found.Length;

    public double? ClosePixel => _closeLook is null ? null : CloseLook.Pixel;

    private int Look(in FrameView frame, FrameRegion region, Span<Detection> found)
    {
        _painter.Paint(frame, region, _run.Input);
        var began = Stopwatch.GetTimestamp();
        _run.Run();
        Inference = Stopwatch.GetElapsedTime(began);
        _candidates.Clear();
        Fill();
        // an end-to-end model has suppressed already; doing it again changes nothing but doubles across classes
        var kept = Suppression.Keep(_candidates, _settings.SameClassIou, _settings.AcrossClassIou);
        var count = Write(region.Raw(frame), _candidates.Items[..kept], found);
        return _settings.JoinRiders ? Riders.Join(found, count) : count;
    }

    public void Dispose()
    {
        _run.Dispose();
        _closeLook?.Dispose();
    }

    private void Fill()
    {
        var (w, h, least) = (_run.Width, _run.Height, _settings.ScoreThreshold);
        switch (_layout)
        {
            case OutputLayout.Yolox yolox: Decode.Yolox(_run.Floats(0), yolox, w, h, _classes, least, _candidates); break;
            case OutputLayout.AnchorRows rows: Decode.Rows(_run.Floats(0), rows.ClassCount, _classes, least, _candidates); break;
            case OutputLayout.ClassColumns columns: Decode.Columns(_run.Floats(0), columns, _classes, least, _candidates); break;
            case OutputLayout.FastestDet grid: Decode.FastestDet(_run.Floats(0), grid, w, h, _classes, least, _candidates); break;
            case OutputLayout.EndToEnd rows: Decode.EndToEnd(_run.Floats(0), rows.Width, _classes, least, _candidates); break;
            case OutputLayout.Detr detr:
                Decode.Detr(_run.Floats(detr.Logits), _run.Floats(detr.Boxes), detr.ClassCount, _scores, w, h, _classes, least, _candidates);
                break;
            case OutputLayout.Triple triple:
                Decode.Triple(_run.Longs(triple.Labels), _run.Floats(triple.Boxes), _run.Floats(triple.Scores), _classes, least, _candidates);
                break;
            case OutputLayout.DistanceLevels distances:
                foreach (var level in distances.Levels)
                    Decode.Distances(_run.Floats(level.Scores), _run.Floats(level.Distances), level, distances.ClassCount, distances.Bins, _classes, least, _candidates);
                break;
            default: throw new InvalidOperationException($"no decoder for {_layout}");
        }
    }

    /// <summary>Input pixels back to the camera's, cut at the edge of what was looked at; what is left with no area (padding) goes.</summary>
    /// <param name="part">What was looked at, raw pixels.</param>
    private int Write(in PixelBox part, ReadOnlySpan<Candidate> kept, Span<Detection> found)
    {
        var (sx, sy) = (part.Width / _painter.InnerWidth, part.Height / _painter.InnerHeight);
        var count = 0;
        foreach (ref readonly var c in kept)
        {
            if (count == found.Length) break;
            var left = part.X + Math.Clamp((c.Left - _painter.Left) * sx, 0, part.Width);
            var top = part.Y + Math.Clamp((c.Top - _painter.Top) * sy, 0, part.Height);
            var right = part.X + Math.Clamp((c.Right - _painter.Left) * sx, 0, part.Width);
            var bottom = part.Y + Math.Clamp((c.Bottom - _painter.Top) * sy, 0, part.Height);
            if (right - left < 1 || bottom - top < 1) continue;
            found[count++] = new Detection(new PixelBox(left, top, right - left, bottom - top), c.Score, c.Class);
        }
        return count;
    }

    private static bool TryRead(string path, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out Failure? failure)
    {
        (bytes, failure) = (null, null);
        try
        {
            if (!File.Exists(path)) failure = new(FailureKind.NotFound, $"no model at {path}");
            else bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.Unreadable, $"cannot read the model {path}: {e.Message}");
        }
        if (bytes is { Length: 0 }) failure = new(FailureKind.Unreadable, $"the model {path} is empty");
        return failure is null;
    }

    /// <summary>The model that the sidecar names for close looks; none is no failure.</summary>
    private static bool TryOpenCloseLook(string path, ModelSidecar sidecar, ClassTable classes, int threads, out CloseLook? look, out byte[] bytes, [NotNullWhen(false)] out Failure? failure)
    {
        (look, bytes, failure) = (null, [], null);
        if (sidecar.CloseLook is not { } name) return true;
        if (!TryRead(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name), out var read, out failure)) return false;
        bytes = read;
        look = CloseLook.Load(read, [.. classes.All], threads, out failure);
        if (look is not null) return true;
        failure = new(failure!.Kind, $"{name}: {failure.Text}");
        return false;
    }

    private static OutputLayout? Recognise(ModelRun run, ModelSidecar sidecar, string path, out Failure? failure)
    {
        failure = null;
        var layout = LayoutRecognition.From(run.Outputs, run.Width, run.Height);
        if (layout is null)
        {
            failure = new(FailureKind.Unsupported,
                $"{Path.GetFileName(path)}: the outputs {string.Join(", ", run.Outputs)} for a {run.Width}×{run.Height} input are no layout known here ({LayoutRecognition.Known})");
            return null;
        }
        // raw cells hold offsets of a few units, decoded ones pixels up to the input's width: the trial run tells them apart
        if (layout is OutputLayout.Yolox yolox)
            layout = new OutputLayout.Yolox(yolox.Rows, yolox.ClassCount, sidecar.Layout is { } said ? said == "yolox-decoded" : LooksDecoded(run.Floats(0), yolox));
        if (sidecar.Layout is not { } wanted || wanted == layout.Name) return layout;
        failure = new(FailureKind.Invalid, $"{Path.GetFileName(path)}: its sidecar says layout '{wanted}', its outputs {string.Join(", ", run.Outputs)} are '{layout.Name}'");
        return null;
    }

    private static bool LooksDecoded(ReadOnlySpan<float> rows, OutputLayout.Yolox layout)
    {
        var last = rows.Slice((layout.Rows - 1) * (layout.ClassCount + 5), 2);
        return last[0] > 64 && last[1] > 64;
    }

    private static ClassTable? Table(ModelRun run, OutputLayout layout, ModelSidecar sidecar, string path, out Failure? failure)
    {
        failure = null;
        var (names, from) = sidecar.Labels is { } labels ? (labels, "the sidecar") : (NamesInside(run), "the model");
        if (names.Count == 0)
        {
            names = layout switch
            {
                { Classes: 80 } or { Classes: 0 } => ClassTable.Coco80(),
                { Classes: 91 or 92 } => ClassTable.Coco91(layout.Classes),
                _ => [],
            };
            from = "COCO";
        }
        var table = new ClassTable(names);
        if (names.Count == 0)
            failure = new(FailureKind.Unsupported, $"{Path.GetFileName(path)}: no names for its {layout.Classes} classes; give them as 'labels' in {Path.GetFileNameWithoutExtension(path)}.yaml beside it");
        else if (layout.Classes > 0 && names.Count != layout.Classes && !(layout is OutputLayout.Detr && names.Count == layout.Classes - 1))
            failure = new(FailureKind.Invalid, $"{Path.GetFileName(path)}: {from} names {names.Count} classes, the outputs hold {layout.Classes}");
        else if (table.Wanted.Length == 0)
            failure = new(FailureKind.Unsupported, $"{Path.GetFileName(path)}: none of its classes is a road user ({string.Join(", ", names.Take(8))})");
        return failure is null ? table : null;
    }

    /// <summary>Class names that exporters leave in the metadata as <c>{0: 'person', 1: 'bicycle'}</c>; empty where there are none.</summary>
    private static IReadOnlyList<string> NamesInside(ModelRun run)
    {
        if (!run.Metadata.TryGetValue("names", out var text)) return [];
        try
        {
            return ModelSidecar.Root(text) is { } root ? ModelSidecar.Names(root) : [];
        }
        catch (Exception e) when (e is YamlException or FormatException)
        {
            return []; // free text of a stranger: no names, and the caller then asks for a sidecar
        }
    }

    private static bool Fail([NotNull] Failure? failure) => failure is null ? throw new InvalidOperationException("failed without a reason") : false;
}
