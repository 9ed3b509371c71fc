using Qyran.Measure.Scoring;

namespace Qyran.Cli.Scoring;

/// <summary>One sequence our tracker ran over.</summary>
/// <param name="Fps">Rate the time stamps were made from.</param>
/// <param name="Baseline">SORT, remade and run over the same detections (those scored 0.5 or more: it knows no scores).</param>
/// <param name="Sort">SORT's published row for exactly these detections and this truth, where there is one.</param>
internal sealed record ScoreSequence(string Name, double Fps, int Frames, TrackScore Score, TrackScore Baseline, PublishedRow? Sort);
