namespace Qyran.Evidence;

/// <summary>What a pack is held against beside itself.</summary>
/// <param name="TrustedKey">The device's key as known from elsewhere; null: any key that fits is accepted and the report says so.</param>
/// <param name="Chain">The pack's line in the device's chain; null: its place is not checked.</param>
public sealed record VerifyOptions(TrustedKey? TrustedKey = null, ChainLink? Chain = null)
{
    /// <summary>Whose time stamps count; a stamp of anybody else is a finding then. Null: any sound one is told, and that nobody vouches for its authority.</summary>
    public TrustedAuthorities? Authorities { get; init; }
}
