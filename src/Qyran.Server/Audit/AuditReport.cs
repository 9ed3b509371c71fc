using System.Collections.Immutable;

namespace Qyran.Server.Audit;

/// <summary>How an audit log was found.</summary>
/// <param name="Lines">How many there are.</param>
/// <param name="Last">Hash of the last one.</param>
/// <param name="SignedUntil">The newest signed line; null without a signed end.</param>
/// <param name="KeyId">Whose signature it is.</param>
/// <param name="Copied">How many signed ends of a copy the log was held against too; 0 without one.</param>
/// <param name="Findings">What is wrong; empty when sound.</param>
public sealed record AuditReport(long Lines, string Last, long? SignedUntil, string? KeyId, int Copied, ImmutableArray<string> Findings);
