using Qyran.Measure.Scoring.Plates;

namespace Qyran.Cli.Scoring;

/// <summary>One picture of a plate set with all that is known to be in it.</summary>
/// <param name="Name">As the labels name it.</param>
internal sealed record ScorePlatePicture(string Path, string Name, List<PlateTruth> Truth);
