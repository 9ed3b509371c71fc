using Qyran.Domain.Detections;

namespace Qyran.Vision.Onnx;

/// <summary>
/// Outputs to boxes, one method per layout: plain scalar code over row-major spans, nothing allocated. A row's class is the best
/// among road users only, so classes nobody asked for cost nothing.
/// </summary>
internal static class Decode
{
    /// <summary>Cells of strides 8, 16, 32 in turn; centre relative to the cell, size as a logarithm of the stride.</summary>
    public static void Yolox(ReadOnlySpan<float> rows, OutputLayout.Yolox layout, int width, int height, ClassTable classes, float threshold, CandidateList into)
    {
        if (layout.Decoded)
        {
            Rows(rows, layout.ClassCount, classes, threshold, into);
            return;
        }
        var length = layout.ClassCount + 5;
        var at = 0;
        for (var stride = 8; stride <= 32; stride *= 2)
            for (var y = 0; y < height / stride; y++)
                for (var x = 0; x < width / stride; x++, at += length)
                {
                    var row = rows.Slice(at, length);
                    if (row[4] < threshold) continue;
                    var user = Best(row[5..], classes, out var score);
                    score *= row[4];
                    if (score < threshold) continue;
                    into.AddCentred((row[0] + x) * stride, (row[1] + y) * stride, MathF.Exp(row[2]) * stride, MathF.Exp(row[3]) * stride, score, user);
                }
    }

    /// <summary>Rows of centre, size, objectness, classes, in input pixels.</summary>
    public static void Rows(ReadOnlySpan<float> rows, int classCount, ClassTable classes, float threshold, CandidateList into)
    {
        var length = classCount + 5;
        for (; rows.Length >= length; rows = rows[length..])
        {
            if (rows[4] < threshold) continue;
            var user = Best(rows.Slice(5, classCount), classes, out var score);
            score *= rows[4];
            if (score >= threshold) into.AddCentred(rows[0], rows[1], rows[2], rows[3], score, user);
        }
    }

    /// <summary>Column per cell: centre, size, then classes, each a row of its own, in input pixels.</summary>
    public static void Columns(ReadOnlySpan<float> plane, OutputLayout.ClassColumns layout, ClassTable classes, float threshold, CandidateList into)
    {
        var n = layout.Columns;
        foreach (var c in classes.Wanted)
        {
            var scores = plane.Slice((4 + c) * n, n);
            for (var i = 0; i < n; i++)
                if (scores[i] >= threshold)
                    into.AddCentred(plane[i], plane[n + i], plane[(2 * n) + i], plane[(3 * n) + i], scores[i], classes[c]);
        }
    }

    /// <summary>One level: a distance to each side is the mean of its softmax over whole strides (generalised focal loss).</summary>
    public static void Distances(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> distances, DistanceLevel level, int classCount, int bins, ClassTable classes, float threshold, CandidateList into)
    {
        for (var i = 0; i < level.Columns * level.Rows; i++)
        {
            var user = Best(scores.Slice(i * classCount, classCount), classes, out var score);
            if (score < threshold) continue;
            var x = ((i % level.Columns) + 0.5f) * level.Stride;
            var y = ((i / level.Columns) + 0.5f) * level.Stride;
            var sides = distances.Slice(i * 4 * bins, 4 * bins);
            into.Add(
                x - (Mean(sides[..bins]) * level.Stride), y - (Mean(sides.Slice(bins, bins)) * level.Stride),
                x + (Mean(sides.Slice(2 * bins, bins)) * level.Stride), y + (Mean(sides[(3 * bins)..]) * level.Stride), score, user);
        }
    }

    /// <summary>One grid: tanh moves the centre by at most a cell, size is a share of the input; objectness counts more than the class.</summary>
    public static void FastestDet(ReadOnlySpan<float> planes, OutputLayout.FastestDet layout, int width, int height, ClassTable classes, float threshold, CandidateList into)
    {
        var cells = layout.Columns * layout.Rows;
        for (var i = 0; i < cells; i++)
        {
            var objectness = planes[i];
            if (objectness < threshold) continue;
            // its classes share one unit, so a road user that is second to a pot plant is none: every class is asked here
            var best = 0f;
            var user = RoadUser.Unknown;
            for (var c = 0; c < layout.ClassCount; c++)
            {
                var p = planes[((5 + c) * cells) + i];
                if (p > best) (best, user) = (p, classes[c]);
            }
            var score = MathF.Pow(objectness, 0.6f) * MathF.Pow(best, 0.4f);
            if (score < threshold || user == RoadUser.Unknown) continue;
            var x = (MathF.Tanh(planes[cells + i]) + (i % layout.Columns)) / layout.Columns * width;
            var y = (MathF.Tanh(planes[(2 * cells) + i]) + (i / layout.Columns)) / layout.Rows * height;
            into.AddCentred(x, y, Sigmoid(planes[(3 * cells) + i]) * width, Sigmoid(planes[(4 * cells) + i]) * height, score, user);
        }
    }

    /// <summary>Rows of corners, score, class number; with seven values the picture's number, corners, class number, score.</summary>
    public static void EndToEnd(ReadOnlySpan<float> rows, int length, ClassTable classes, float threshold, CandidateList into)
    {
        var first = length == 7 ? 1 : 0;
        for (; rows.Length >= length; rows = rows[length..])
        {
            var score = rows[length == 7 ? 6 : 4];
            var number = rows[5];
            if (!(score >= threshold) || !(number is >= 0 and < 100_000)) continue;
            var user = classes[(long)number];
            if (user != RoadUser.Unknown) into.Add(rows[first], rows[first + 1], rows[first + 2], rows[first + 3], score, user);
        }
    }

    /// <summary>One query per row; boxes relative to the input.</summary>
    public static void Detr(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> boxes, int classCount, ScoreKind kind, int width, int height, ClassTable classes, float threshold, CandidateList into)
    {
        for (; logits.Length >= classCount && boxes.Length >= 4; logits = logits[classCount..], boxes = boxes[4..])
        {
            var row = logits[..classCount];
            var user = Best(row, classes, out var score, float.NegativeInfinity);
            if (user == RoadUser.Unknown) continue;
            score = kind switch
            {
                ScoreKind.Sigmoid => Sigmoid(score),
                ScoreKind.Softmax => Share(row, score),
                _ => score,
            };
            if (score >= threshold) into.AddCentred(boxes[0] * width, boxes[1] * height, boxes[2] * width, boxes[3] * height, score, user);
        }
    }

    /// <summary>Labels, corners in input pixels, scores, one of each per query.</summary>
    public static void Triple(
        ReadOnlySpan<long> labels, ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, ClassTable classes, float threshold, CandidateList into)
    {
        for (var i = 0; i < scores.Length && i < labels.Length && (i * 4) + 3 < boxes.Length; i++)
            if (scores[i] >= threshold && classes[labels[i]] is var user and not RoadUser.Unknown)
                into.Add(boxes[i * 4], boxes[(i * 4) + 1], boxes[(i * 4) + 2], boxes[(i * 4) + 3], scores[i], user);
    }

    private static RoadUser Best(ReadOnlySpan<float> scores, ClassTable classes, out float best, float least = 0)
    {
        best = least;
        var at = -1;
        foreach (var c in classes.Wanted)
            if (scores[c] > best) (best, at) = (scores[c], c);
        return at < 0 ? RoadUser.Unknown : classes[at];
    }

    private static float Mean(ReadOnlySpan<float> bins)
    {
        var top = bins[0];
        foreach (var b in bins) top = Math.Max(top, b);
        float sum = 0, weighted = 0;
        for (var i = 0; i < bins.Length; i++)
        {
            var e = MathF.Exp(bins[i] - top);
            sum += e;
            weighted += e * i;
        }
        return weighted / sum;
    }

    private static float Share(ReadOnlySpan<float> logits, float chosen)
    {
        var sum = 0f;
        foreach (var l in logits) sum += MathF.Exp(l - chosen);
        return 1 / sum;
    }

    private static float Sigmoid(float v) => 1 / (1 + MathF.Exp(-v));
}
