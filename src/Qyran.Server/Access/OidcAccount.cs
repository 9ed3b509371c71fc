using System.Security.Claims;
using System.Text.Json;
using Qyran.Server.People;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>
/// The account of somebody a provider vouches for. Its id is made of the issuer and the provider's id of the person, never of the name: who is called like somebody
/// here does not become them. Role and sites are written anew at every sign-in; there is no password, and no link to choose one.
/// </summary>
internal static class OidcAccount
{
    private const string Prefix = "oidc-";

    /// <summary>What is answered to whoever wants a password for such an account.</summary>
    public const string NoPassword = "this person signs in through the provider, without a password here";

    public static bool Is(string? accountId) => accountId?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    public static string Id(Uri issuer, string subject) => Prefix + Secrets.Hash(issuer.AbsoluteUri + "\n" + subject)[..24];

    /// <param name="Account">Null: not let in.</param>
    /// <param name="Refused">Why not, for the page: unmapped, name, disabled, site.</param>
    /// <param name="Detail">For the audit log.</param>
    internal sealed record Answer(AccountRow? Account, string Refused, string Detail);

    /// <summary>Finds or makes the account and sets what the groups say.</summary>
    /// <param name="claims">Of a token that was checked.</param>
    public static async Task<Answer> Of(ClaimsPrincipal claims, OidcSettings settings, Store store, Connections connections, DateTimeOffset now, CancellationToken stop)
    {
        var (subject, name) = (claims.FindFirstValue("sub"), claims.FindFirstValue(settings.NameClaim)?.Trim());
        var groups = claims.FindAll(settings.GroupsClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        if (subject is not { Length: > 0 }) return new(null, "refused", "the token names no subject");
        if (settings.Roles.FirstOrDefault(r => groups.Contains(r.Group)) is not { } role) return new(null, "unmapped", $"subject {subject} is in no group that has a role here");
        if (await RoleAndSites.Refusal(role.Role, role.Sites, store, stop) is { } refused) return new(null, "site", refused.Text);
        var id = Id(settings.Issuer, subject);
        var detail = JsonSerializer.Serialize(new { subject, group = role.Group, role = role.Role, sites = role.Sites });
        if (await store.Accounts.Find(id, stop) is not { } account)
        {
            if (!PersonName.IsGood(name)) return new(null, "name", $"the claim {settings.NameClaim} holds no name: {PersonName.Rule}");
            account = new AccountRow(id, name!, role.Role, role.Sites, false, null, null, null, 0, null, now.Us());
            return await store.Accounts.Add(account, stop) ? new(account, "", detail) : new(null, "name", "somebody here has this name already");
        }
        if (account.Disabled) return new(null, "disabled", "");
        if (account.Role == role.Role && (account.Sites ?? []).SequenceEqual(role.Sites ?? []) && account.Sites is null == role.Sites is null) return new(account, "", detail);
        // somebody else may change it just now: then what they set counts until the next sign-in
        await store.Accounts.Save(account with { Role = role.Role, Sites = role.Sites }, stop);
        connections.End(id);
        return new((await store.Accounts.Find(id, stop))!, "", detail);
    }
}
