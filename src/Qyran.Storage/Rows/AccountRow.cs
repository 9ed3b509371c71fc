using System.Collections.Immutable;

namespace Qyran.Storage.Rows;

/// <summary>A person who may sign in.</summary>
/// <param name="Role">The server's word for it.</param>
/// <param name="Sites">Ids of the sites it is for; null: every site.</param>
/// <param name="PasswordHash">Null: none chosen yet.</param>
/// <param name="Totp">The second factor's secret, sealed by the caller; null: none.</param>
/// <param name="TotpPending">Shown, not yet confirmed; sealed too.</param>
/// <param name="Failures">Wrong passwords and codes since the last right one.</param>
/// <param name="LockedUntilUs">µs since the Unix epoch, UTC; null: not locked.</param>
/// <param name="MadeUs">µs since the Unix epoch, UTC.</param>
/// <param name="Version">Raised by one when role, sites or state change.</param>
public sealed record AccountRow(
    string Id, string Name, string Role, ImmutableArray<string>? Sites, bool Disabled, string? PasswordHash, ImmutableArray<byte>? Totp, ImmutableArray<byte>? TotpPending,
    int Failures, long? LockedUntilUs, long MadeUs, int Version = 1);
