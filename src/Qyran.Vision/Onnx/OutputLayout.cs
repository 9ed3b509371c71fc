using System.Collections.Immutable;

namespace Qyran.Vision.Onnx;

/// <summary>How a detector writes its boxes. All boxes are decoded to corners in input pixels.</summary>
internal abstract record OutputLayout
{
    private OutputLayout(string name, int classes) => (Name, Classes) = (name, classes);

    /// <summary>As a sidecar's <c>layout</c> key and messages call it.</summary>
    public string Name { get; }

    /// <summary>How many classes the outputs hold; 0 when the outputs carry class numbers and any count is possible.</summary>
    public int Classes { get; }

    /// <summary>1×N×(5+C), one row per cell of strides 8, 16, 32: centre, size, objectness, classes.</summary>
    /// <param name="Decoded">True when the graph already turned cells into pixels.</param>
    public sealed record Yolox(int Rows, int ClassCount, bool Decoded) : OutputLayout(Decoded ? "yolox-decoded" : "yolox", ClassCount);

    /// <summary>NanoDet (3 levels) and PicoDet (4): per level class scores and a distribution over the distance to each of four sides.</summary>
    public sealed record DistanceLevels(ImmutableArray<DistanceLevel> Levels, int ClassCount, int Bins)
        : OutputLayout(Levels.Length == 3 ? "nanodet" : "picodet", ClassCount);

    /// <summary>1×(5+C)×H×W: objectness, four box values, classes per cell of one grid.</summary>
    public sealed record FastestDet(int Columns, int Rows, int ClassCount) : OutputLayout("fastestdet", ClassCount);

    /// <summary>1×N×(5+C) with three anchors per cell, decoded in the graph (YOLOv5 and v7 style).</summary>
    public sealed record AnchorRows(int Rows, int ClassCount) : OutputLayout("yolov5", ClassCount);

    /// <summary>1×(4+C)×N, decoded in the graph (YOLOv8 and v11 style).</summary>
    public sealed record ClassColumns(int Columns, int ClassCount) : OutputLayout("yolov8", ClassCount);

    /// <summary>1×N×6: corners, score, class; suppression already done. N×7 carries the picture's number first and the score last.</summary>
    public sealed record EndToEnd(int Width) : OutputLayout("end-to-end", 0);

    /// <summary>Class logits 1×Q×C and boxes 1×Q×4, centre and size relative to the input.</summary>
    /// <param name="Logits">Index of that output.</param><param name="Boxes">Index of that output.</param>
    public sealed record Detr(int Logits, int Boxes, int ClassCount) : OutputLayout("detr", ClassCount);

    /// <summary>labels 1×Q (int64), boxes 1×Q×4 (corners in the pixels named by <c>orig_target_sizes</c>), scores 1×Q.</summary>
    public sealed record Triple(int Labels, int Boxes, int Scores) : OutputLayout("rt-detr", 0);
}
