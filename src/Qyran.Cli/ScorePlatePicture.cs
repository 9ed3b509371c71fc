using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli;

/// <summary>One picture of a plate set with all that is known to be in it.</summary>
internal sealed record ScorePlatePicture(string Path, List<PlateTruth> Truth);
