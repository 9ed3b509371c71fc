using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Passages;
using Qyran.Domain.Signals;
using Qyran.Domain.Tracks;

namespace Qyran.Evidence;

/// <summary>Everything one accusation rests on: what goes into a pack, and what comes out of it again.</summary>
public sealed record PackContents
{
    /// <summary>Names the pack: letters, digits, dash and underscore, at most 100; another name is a bug and throws.</summary>
    public required string CaseId { get; init; }
    public required string DeviceId { get; init; }
    public required DateTimeOffset CreatedAtUtc { get; init; }
    public required Case Case { get; init; }
    public required Passage Passage { get; init; }
    public required Track Track { get; init; }

    /// <summary>Overview photos, usually <c>before</c>, <c>at</c>, <c>after</c>; of a section also <c>entry</c> and <c>entry-close</c>, which show the entry, on the exit's clock like all else.</summary>
    public ImmutableArray<PackPicture> Photos { get; init; } = [];
    /// <summary>Key frames as the camera saw them.</summary>
    public ImmutableArray<PackPicture> KeyFrames { get; init; } = [];
    /// <summary>The same key frames with boxes and lines drawn on them; derived, never the original.</summary>
    public ImmutableArray<PackPicture> Overlays { get; init; } = [];
    /// <summary>The plate, cut from the frame that was read; null where no plate region is known.</summary>
    public PackPicture? PlateCrop { get; init; }
    /// <summary>Every plate reading of the vehicle with its frame, as JSON; null where plates were not looked for.</summary>
    public string? ReadingsJson { get; init; }
    /// <summary>Null where the source could not be cut.</summary>
    public PackClip? Clip { get; init; }

    /// <summary>The calibration as JSON; null where the scene has none and no speed was measured.</summary>
    public string? CalibrationJson { get; init; }
    /// <summary>The rule's id, version and settings as JSON.</summary>
    public required string RuleJson { get; init; }
    /// <summary>The scene file, byte for byte.</summary>
    public required ReadOnlyMemory<byte> SceneFile { get; init; }

    /// <summary>The section file, byte for byte; null for a case of one camera alone.</summary>
    public ReadOnlyMemory<byte>? SectionFile { get; init; }
    /// <summary>The passage at the section's entry as JSON; null for a case of one camera alone.</summary>
    public string? EntryJson { get; init; }

    public required DetectorIdentity Detector { get; init; }
    /// <summary>Further models by name, SHA-256 in hex.</summary>
    public ImmutableSortedDictionary<string, string> Models { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    /// <summary>Versions or hashes of the settings in force, by name.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    public ImmutableArray<SignalTimeline> Signals { get; init; } = [];
    public ImmutableArray<PackGap> Gaps { get; init; } = [];
    /// <summary>The device's metrological verification (certificate, validity); null when there is none.</summary>
    public string? DeviceVerification { get; init; }
    /// <summary>Version and commit of the program that made the pack.</summary>
    public string Software { get; init; } = SoftwareVersion.Current;
}
