using System.Collections.Immutable;
using Qyran.Server.Access;
using Qyran.Storage.Rows;

namespace Qyran.Server.People;

/// <summary>A person as an administrator sees them.</summary>
/// <param name="Sites">Ids of the sites they are for; null: every site.</param>
/// <param name="State">active, invited (no password chosen yet), locked (too many wrong tries) or disabled.</param>
/// <param name="Version">Name it when changing.</param>
internal sealed record PersonView(string Id, string Name, string Role, ImmutableArray<string>? Sites, string State, bool SecondFactor, DateTimeOffset MadeAt, int Version)
{
    public static PersonView Of(AccountRow a, DateTimeOffset now) => new(a.Id, a.Name, a.Role, a.Sites,
        a.Disabled ? "disabled" : a.LockedUntilUs > now.Us() ? "locked" : a.PasswordHash is null && !OidcAccount.Is(a.Id) ? "invited" : "active", a.Totp is not null, Moment.Of(a.MadeUs), a.Version);
}
