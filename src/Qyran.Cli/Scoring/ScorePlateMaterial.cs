namespace Qyran.Cli.Scoring;

/// <summary>What a folder of labelled plates holds.</summary>
/// <param name="Left">Pictures and files that are not measured, each with why in brackets.</param>
internal sealed record ScorePlateMaterial(List<ScorePlatePicture> Pictures, List<string> Left);
