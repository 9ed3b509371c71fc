namespace Qyran.Evidence;

/// <summary>What a pack is held against beside itself.</summary>
/// <param name="TrustedKeys">The device's keys as known from elsewhere, several where it was given a new one; null or none: any key that fits is accepted and the report says so.</param>
/// <param name="Chain">The pack's line in the device's chain; null: its place is not checked.</param>
public sealed record VerifyOptions(IReadOnlyCollection<TrustedKey>? TrustedKeys = null, ChainLink? Chain = null)
{
    /// <summary>Whose time stamps count; a stamp of anybody else is a finding then. Null: any sound one is told, and that nobody vouches for its authority.</summary>
    public TrustedAuthorities? Authorities { get; init; }

    /// <summary>Ends the check early, by an <see cref="OperationCanceledException"/>: half a check says nothing.</summary>
    public CancellationToken Stop { get; init; }

    internal bool Trusts(string keyId) => TrustedKeys?.Any(k => k.Id == keyId) is true;
}
