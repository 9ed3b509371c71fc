using Qyran.Domain.Detections;
using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Cli.Scoring;

/// <summary>One model on one part of a set.</summary>
/// <param name="Pictures">In the part's order; a picture's own size and all boxes found in it.</param>
/// <param name="InferenceMs">The graph alone, median over the pictures, one thread.</param>
/// <param name="DetectMs">The whole call as a camera's line makes it (painting, graph, decoding, suppression at the model's own threshold), median.</param>
/// <param name="LeastInferenceMs">The tenth part of the pictures was quicker than this: nearer to what an idle machine needs.</param>
internal sealed record ScoreDetectionResult(
    string Path, DetectorIdentity Model, BoxScore Score, List<ScoredPicture> Pictures, double InferenceMs, double DetectMs, double LeastInferenceMs, double LeastDetectMs)
{
    /// <summary>The model's name; with the first digits of its hash where another of these has the same.</summary>
    public string NameAmong(IEnumerable<ScoreDetectionResult> all) => all.Count(r => r.Model.Name == Model.Name) > 1 ? $"{Model.Name}-{Model.WeightsSha256?[..8]}" : Model.Name;
}
