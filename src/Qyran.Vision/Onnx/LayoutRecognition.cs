using System.Collections.Immutable;

namespace Qyran.Vision.Onnx;

/// <summary>Tells a detector's layout from the shapes and names of its outputs and the size of its input.</summary>
internal static class LayoutRecognition
{
    /// <summary>For the message about a layout that is not among them.</summary>
    public const string Known =
        "YOLOX 1×N×(5+C), YOLOv5 1×N×(5+C), YOLOv8 1×(4+C)×N, end-to-end 1×N×6, NanoDet and PicoDet 3 or 4 levels of C and 4×bins, " +
        "FastestDet 1×(5+C)×H×W, DETR 1×Q×C with 1×Q×4, RT-DETR labels, boxes and scores";

    /// <summary>The layout, or null when it is none of <see cref="Known"/>. <paramref name="outputs"/> have concrete shapes.</summary>
    public static OutputLayout? From(ImmutableArray<OutputShape> outputs, int width, int height) => outputs.Length switch
    {
        1 => One(outputs[0], width, height),
        2 => Detr(outputs, width, height),
        3 => Triple(outputs),
        6 or 8 => Distances(outputs, width, height),
        _ => null,
    };

    private static OutputLayout? One(OutputShape output, int width, int height)
    {
        if (output.IsInt64) return null;
        var cells = Cells(width, height, 8, 16, 32);
        var cells64 = cells + Cells(width, height, 64);
        return output.Dims switch
        {
            [1, var n, >= 6 and var l] when n == cells => new OutputLayout.Yolox(n, l - 5, Decoded: false),
            [1, var n, >= 6 and var l] when n == 3 * cells || n == 3 * cells64 => new OutputLayout.AnchorRows(n, l - 5),
            [1, >= 5 and var l, var n] when n == cells || n == cells64 => new OutputLayout.ClassColumns(n, l - 4),
            [1, _, 6] => new OutputLayout.EndToEnd(6),
            [_, 7] => new OutputLayout.EndToEnd(7),
            [1, >= 6 and var l, var rows, var columns] when rows * 16 == height && columns * 16 == width => new OutputLayout.FastestDet(columns, rows, l - 5),
            _ => null,
        };
    }

    private static OutputLayout.Detr? Detr(ImmutableArray<OutputShape> outputs, int width, int height)
    {
        if (outputs.Any(o => o.IsInt64 || o.Dims is not [1, _, _]) || outputs[0].Dims[1] != outputs[1].Dims[1]) return null;
        // a row for every cell of the picture is no query: such models give boxes in pixels and scores that are probabilities already
        var cells = Cells(width, height, 8, 16, 32);
        if (outputs[0].Dims[1] == cells || outputs[0].Dims[1] == cells + Cells(width, height, 64)) return null;
        // with four classes both are 1×Q×4 and only the names can tell
        var boxes = (outputs[0].Dims[2], outputs[1].Dims[2]) switch
        {
            (4, 4) => Array.FindIndex([.. outputs], o => o.Name.Contains("box", StringComparison.OrdinalIgnoreCase)),
            (4, _) => 0,
            (_, 4) => 1,
            _ => -1,
        };
        return boxes < 0 ? null : new(1 - boxes, boxes, outputs[1 - boxes].Dims[2]);
    }

    private static OutputLayout.Triple? Triple(ImmutableArray<OutputShape> outputs)
    {
        var labels = Array.FindIndex([.. outputs], o => o.IsInt64 && o.Dims is [1, _]);
        var boxes = Array.FindIndex([.. outputs], o => !o.IsInt64 && o.Dims is [1, _, 4]);
        var scores = Array.FindIndex([.. outputs], o => !o.IsInt64 && o.Dims is [1, _]);
        return labels < 0 || boxes < 0 || scores < 0 ? null : new(labels, boxes, scores);
    }

    private static OutputLayout.DistanceLevels? Distances(ImmutableArray<OutputShape> outputs, int width, int height)
    {
        var count = outputs.Length / 2;
        var levels = ImmutableArray.CreateBuilder<DistanceLevel>(count);
        (int Classes, int Bins)? seen = null;
        for (var i = 0; i < count; i++)
        {
            var stride = 8 << i;
            var (columns, rows) = ((width + stride - 1) / stride, (height + stride - 1) / stride);
            var pair = Enumerable.Range(0, outputs.Length).Where(o => !outputs[o].IsInt64 && Matrix(outputs[o].Dims) is var (n, _) && n == columns * rows).ToArray();
            if (pair.Length != 2) return null;
            // the distributions come after the scores in every export seen, and are four equal parts
            var (classes, sides) = (Matrix(outputs[pair[0]].Dims)!.Value.Length, Matrix(outputs[pair[1]].Dims)!.Value.Length);
            if (sides % 4 != 0 || sides < 8 || (seen is { } s && s != (classes, sides / 4))) return null;
            seen = (classes, sides / 4);
            levels.Add(new(pair[0], pair[1], columns, rows, stride));
        }
        return new(levels.ToImmutable(), seen!.Value.Classes, seen.Value.Bins);
    }

    private static (int Rows, int Length)? Matrix(ImmutableArray<int> dims) => dims switch
    {
        [1, var n, var l] => (n, l),
        [var n, var l] => (n, l),
        _ => null,
    };

    private static int Cells(int width, int height, params ReadOnlySpan<int> strides)
    {
        var cells = 0;
        foreach (var s in strides) cells += width / s * (height / s);
        return cells;
    }
}
