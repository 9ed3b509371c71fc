using System.Collections.Immutable;

namespace Qyran.Storage.Rows;

/// <summary>A machine's way in.</summary>
/// <param name="Sha256">Of the key, lower-case hex; the key itself is kept nowhere.</param>
/// <param name="Role">The server's word for it.</param>
/// <param name="Sites">Ids of the sites it is for; null: every site.</param>
/// <param name="MadeUs">µs since the Unix epoch, UTC.</param>
/// <param name="DeviceId">The key hands in what this device has measured and does nothing else; null: it is no device's.</param>
public sealed record ApiKeyRow(string Id, string Name, string Sha256, string Role, ImmutableArray<string>? Sites, long MadeUs, string? DeviceId = null);
