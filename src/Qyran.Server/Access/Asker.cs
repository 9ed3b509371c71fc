using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Qyran.Storage.Rows;

namespace Qyran.Server.Access;

/// <summary>Who asks, as they are in the database at this request: a changed role counts from the next one on.</summary>
/// <param name="Id">Of the account or key; "link" for the server's one-time link.</param>
/// <param name="Sites">Ids of the sites it is for; null: every site.</param>
/// <param name="IsPerson">Signed in, not a key.</param>
/// <param name="Session">Hash of the session's secret; null for a key.</param>
/// <param name="Device">The key is this device's: it hands in what that has measured and does nothing else, whatever its role. Null for everybody else.</param>
internal sealed record Asker(string Id, string Name, Role Role, ImmutableArray<string>? Sites, bool IsPerson, string? Session, string? Device = null)
{
    /// <summary>The id of who came by the server's own link.</summary>
    public const string Link = "link";

    /// <summary>The claim with the session's secret; the cookie that holds it is sealed.</summary>
    public const string Secret = "session";

    private const string Id_ = ClaimTypes.NameIdentifier, Name_ = ClaimTypes.Name, Role_ = ClaimTypes.Role, Sites_ = "sites", Session_ = "session_hash", Device_ = "device";

    public static Asker Of(AccountRow account, string session) => new(account.Id, account.Name, Rights.Parse(account.Role) ?? throw new InvalidDataException($"no role {account.Role}"), account.Sites, true, session);

    public static Asker OfLink(string session) => new(Link, "administrator", Role.Administrator, null, true, session);

    public static Asker Of(ApiKeyRow key) => new(key.Id, "key " + key.Name, Rights.Parse(key.Role) ?? throw new InvalidDataException($"no role {key.Role}"), key.Sites, false, null, key.DeviceId);

    public bool May(Right right) => Device is not null ? right == Right.Ingest : Rights.Of(Role).Contains(right) && (IsPerson || !Rights.ForPeopleOnly.Contains(right));

    /// <param name="site">Null: nobody knows where; then only who sees every site.</param>
    public bool Sees(string? site) => Sites is not { } some || (site is not null && some.Contains(site));

    /// <summary>The sites to look at when these are asked for (none: all). Null: every site. Empty: nothing can be found.</summary>
    public ImmutableArray<string>? Narrow(IReadOnlyCollection<string>? asked) =>
        asked is { Count: > 0 } ? [.. asked.Where(Sees)] : Sites;

    /// <summary>For the rest of the request.</summary>
    /// <param name="secret">The session's; it stands in the cookie when that is prolonged.</param>
    public ClaimsPrincipal Principal(string scheme, string? secret) => new(new ClaimsIdentity(
        [new(Id_, Id), new(Name_, Name), new(Role_, Rights.Word(Role)),
            .. Sites is { } some ? new[] { new Claim(Sites_, JsonSerializer.Serialize(some)) } : [],
            .. Device is { } device ? new[] { new Claim(Device_, device) } : [],
            .. Session is null ? [] : new[] { new Claim(Session_, Session), new Claim(Secret, secret!) }], scheme));

    /// <summary>Null for somebody unknown.</summary>
    public static Asker? Of(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(Id_) is not { } id || Rights.Parse(user.FindFirstValue(Role_)) is not { } role) return null;
        var session = user.FindFirstValue(Session_);
        return new(id, user.FindFirstValue(Name_) ?? "", role, user.FindFirstValue(Sites_) is { } sites ? JsonSerializer.Deserialize<ImmutableArray<string>>(sites) : null, session is not null, session, user.FindFirstValue(Device_));
    }

    /// <summary>Who asks on a route that is for known ones only.</summary>
    public static Asker Known(ClaimsPrincipal user) => Of(user) ?? throw new InvalidOperationException("a route for known ones was reached by somebody unknown");
}
