namespace Qyran.Evidence;

/// <summary>What somebody else vouches for: a pack's signature existed at this instant (RFC 3161).</summary>
/// <param name="AtUtc">By the authority's clock.</param>
/// <param name="Authority">What its certificate calls it. Safe to print.</param>
/// <param name="IsTrusted">True only when trusted authorities were given and its certificate leads to one of them.</param>
public sealed record TimeStamp(DateTimeOffset AtUtc, string Authority, bool IsTrusted);
