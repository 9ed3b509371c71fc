namespace Qyran.Domain.Detections;

/// <summary>Which detector ran, for the evidence: name, version of its code, SHA-256 of its weights (null when it has none).</summary>
/// <param name="AnalysisWidth">Widest picture the detector makes use of, pixels; frames may be scaled down to it.</param>
/// <param name="AnalysisHeight">Tallest picture the detector makes use of, pixels.</param>
public sealed record DetectorIdentity(string Name, string Version, string? WeightsSha256, int AnalysisWidth, int AnalysisHeight);
