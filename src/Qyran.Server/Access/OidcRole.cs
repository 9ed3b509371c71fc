using System.Collections.Immutable;

namespace Qyran.Server.Access;

/// <summary>What the people of a provider's group are here.</summary>
/// <param name="Group">As the provider's token names it.</param>
/// <param name="Role">administrator, installer, operator, reviewer, officer, analyst or auditor.</param>
/// <param name="Sites">Ids of the sites they are for; null: every site.</param>
public sealed record OidcRole(string Group, string Role, ImmutableArray<string>? Sites = null);
