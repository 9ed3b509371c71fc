using Qyran.Measure.Scoring.Boxes;

namespace Qyran.Cli;

/// <summary>One part of a labelled set: its pictures with their labels.</summary>
/// <param name="Name">train, test …</param>
internal sealed record ScoreDetectionPart(LabelSet Set, string Name, List<(DetectFile File, List<Label> Labels)> Pictures)
{
    public string Key => $"{Set.Folder}/{Name}";
}
