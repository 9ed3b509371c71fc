using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Evidence;

/// <summary>What the device signs: every file's hash and length, what made them, and the pack before.</summary>
public sealed record Manifest(
    string CaseId,
    string DeviceId,
    DateTimeOffset CreatedAtUtc,
    string Software,
    long Sequence,
    string? PreviousManifestSha256,
    string? DeviceVerification,
    DetectorIdentity Detector,
    ImmutableSortedDictionary<string, string> Models,
    ImmutableSortedDictionary<string, string> Settings,
    ImmutableArray<ManifestFile> Files)
{
    /// <summary>The format this program writes and reads.</summary>
    public const string Format = "qyran-pack-1";
}
