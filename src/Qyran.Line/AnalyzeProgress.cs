namespace Qyran.Line;

/// <summary>How far a step of a run is.</summary>
/// <param name="Step">What is being done, for people.</param>
/// <param name="DoneSeconds">Video seconds done</param><param name="OfSeconds">of this many; null when the length is unknown.</param>
public readonly record struct AnalyzeProgress(string Step, double DoneSeconds, double? OfSeconds, long Frames, int Passages, int Cases);
