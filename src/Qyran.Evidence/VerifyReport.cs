using System.Collections.Immutable;

namespace Qyran.Evidence;

/// <summary>What a check of one pack found.</summary>
/// <param name="Manifest">Who, what and when as the manifest states it; null when it cannot be read. Believe it only when <paramref name="State"/> is Sound.</param>
/// <param name="ManifestSha256">The pack's identity; null with the manifest.</param>
/// <param name="KeyId">Whose signature fits; null when none does.</param>
/// <param name="KeyIsTrusted">True only when a trusted key was given and it is this one.</param>
public sealed record VerifyReport(
    string Path, PackState State, ImmutableArray<Finding> Findings,
    Manifest? Manifest, string? ManifestSha256, string? KeyId, bool KeyIsTrusted)
{
    /// <summary>Who else vouches for when it was signed; null where nobody does.</summary>
    public TimeStamp? Stamp { get; init; }

    /// <summary>How far at least the device's clock was ahead when it signed: it says that the pack was made after the time stamp. Null where nothing says so.</summary>
    public TimeSpan? ClockAhead => Manifest is { } m && Stamp is { } stamp && m.CreatedAtUtc - stamp.AtUtc is var ahead && ahead > ClocksApart ? ahead : null;

    /// <summary>What two kept clocks may be apart, one of which counts whole seconds.</summary>
    internal static TimeSpan ClocksApart { get; } = TimeSpan.FromSeconds(2);
}
