using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Vision.Onnx;

namespace Qyran.Vision.Adapted;

/// <summary>
/// A detector whose scores are set right for its site (<see cref="ScoreMap"/>). Evidence names it by the hash of its file, which names the model it rests on.
/// One instance belongs to one camera and one thread; it allocates nothing beside what the model does.
/// </summary>
public sealed class AdaptedDetector : IRegionDetector
{
    /// <summary>What the tracker makes no use of is dropped.</summary>
    private const float Least = 0.1f;

    private readonly IRegionDetector model;
    private readonly ScoreMap map;

    internal AdaptedDetector(IRegionDetector model, ScoreMap map, DetectorIdentity identity) => (this.model, this.map, Identity) = (model, map, identity);

    public DetectorIdentity Identity { get; }

    /// <summary>Whether a detector's name is such a file's.</summary>
    public static bool IsNamed(string detector) => detector.EndsWith(Adaptation.Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens the file and the shipped model it was made for. False with the reason when it is missing or was made for another.</summary>
    public static bool TryOpen(string path, [NotNullWhen(true)] out AdaptedDetector? detector, [NotNullWhen(false)] out Failure? failure)
    {
        detector = null;
        var (read, bytes, wrong) = Adaptation.Open(path);
        failure = wrong;
        if (read is null) return Fail(failure);
        if (ShippedModels.Road is not { } road)
        {
            failure = new(FailureKind.NotFound, $"the road model that {Path.GetFileName(path)} rests on is not there ({ShippedModels.Where})");
            return false;
        }
        if (!OnnxDetector.TryOpen(road, new OnnxSettings(), out var model, out failure)) return false;
        if (model.Identity.WeightsSha256 == read.BaseSha256)
        {
            detector = new(model, read.Map, Named(model.Identity, read, bytes));
            return true;
        }
        model.Dispose();
        failure = new(FailureKind.Unsupported, $"{Path.GetFileName(path)} was made for another version of {read.Base}; make it again: qyran adapt {read.Camera}");
        return false;
    }

    public int Detect(in FrameView frame, Span<Detection> found) => model.Detect(frame, found);

    public int Detect(in FrameView frame, in PixelBox region, Span<Detection> found) => model.Detect(frame, region, found);

    // last of all: the scores it was learned from are those that a tracker sees
    public int Sharpen(in FrameView frame, Span<Detection> found) => SetRight(frame, found, model.Sharpen(frame, found));

    public int Hurry(in FrameView frame, Span<Detection> found) => SetRight(frame, found, model.Hurry(frame, found));

    public double? ClosePixel => model.ClosePixel;

    public void Dispose() => model.Dispose();

    internal static DetectorIdentity Named(DetectorIdentity model, Adaptation read, byte[] bytes) =>
        model with { Name = $"{model.Name}@{read.Camera}", WeightsSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };

    private int SetRight(in FrameView frame, Span<Detection> found, int count)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var score = map.Of(found[i], frame.RawWidth, frame.RawHeight);
            if (score >= Least) found[kept++] = found[i] with { Score = score };
        }
        return kept;
    }

    private static bool Fail([NotNull] Failure? failure) => failure is null ? throw new InvalidOperationException("failed without a reason") : false;
}
