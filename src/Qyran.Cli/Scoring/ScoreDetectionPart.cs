using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Cli.Scoring;

/// <summary>One part of a labelled set: its pictures with their labels.</summary>
/// <param name="Name">train, test …</param>
/// <param name="Doubles">Pictures left out because the same file, byte for byte, is there before under another name.</param>
internal sealed record ScoreDetectionPart(LabelSet Set, string Name, List<(DetectFile File, List<Label> Labels)> Pictures, int Doubles)
{
    public string Key => $"{Set.Folder}/{Name}";
}
