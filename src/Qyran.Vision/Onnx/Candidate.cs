using Qyran.Domain.Detections;

namespace Qyran.Vision.Onnx;

/// <summary>A box before suppression: corners in input pixels.</summary>
internal readonly record struct Candidate(float Left, float Top, float Right, float Bottom, float Score, RoadUser Class)
{
    public float Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>Intersection over union, 0…1.</summary>
    public float Iou(in Candidate other)
    {
        var w = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var h = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        return w <= 0 || h <= 0 ? 0 : w * h / (Area + other.Area - (w * h));
    }
}
