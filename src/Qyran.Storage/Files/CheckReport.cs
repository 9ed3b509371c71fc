using System.Collections.Immutable;

namespace Qyran.Storage.Files;

/// <summary>What a check looked at and found.</summary>
/// <param name="Young">Files without a row that are younger than a minute: most likely being stored just now, not held against the folder.</param>
public sealed record CheckReport(CheckLevel Level, int EvidenceRows, int RecordingRows, long Bytes, long BytesRead, int Young, ImmutableArray<CheckFinding> Findings)
{
    public bool Sound => Findings.IsEmpty;
}
