using System.Collections.Immutable;
using Qyran.Domain.Failures;

namespace Qyran.Server.Access;

/// <summary>The organisation's own sign-in (an OpenID Connect provider), through which people come in beside those with a password here.</summary>
public sealed record OidcSettings
{
    /// <summary>The provider's address; its <c>/.well-known/openid-configuration</c> says the rest.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>The name under which the provider knows this server; its tokens must be for it.</summary>
    public required string ClientId { get; init; }

    /// <summary>What this server proves itself to the provider with. Read from a file of its own, never logged.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Where browsers reach this server, when that is not the address they ask for: behind a proxy with HTTPS. Null: the request's own.</summary>
    public Uri? Server { get; init; }

    /// <summary>What stands on the button: the organisation's name for its sign-in.</summary>
    public string Title { get; init; } = "OpenID Connect";

    /// <summary>The claim with the person's name here.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim with the person's groups.</summary>
    public string GroupsClaim { get; init; } = "groups";

    /// <summary>Asked for beside <c>openid</c> and <c>profile</c>.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>What a group is here. The first that fits counts; whoever is in none does not come in.</summary>
    public required ImmutableArray<OidcRole> Roles { get; init; }

    /// <summary>Null when they can work; else what is wrong.</summary>
    internal Failure? Refusal(bool allowLoopback)
    {
        if (!Issuer.IsAbsoluteUri || !(Issuer.Scheme == Uri.UriSchemeHttps || (Issuer.Scheme == Uri.UriSchemeHttp && Issuer.IsLoopback && allowLoopback)))
            return Wrong("the issuer must be a whole address with https");
        if (ClientId.Length == 0 || ClientSecret.Length == 0) return Wrong("client id and client secret must not be empty");
        if (NameClaim.Length == 0 || GroupsClaim.Length == 0 || Title is not { Length: > 0 and <= 60 }) return Wrong("title and claims must not be empty, and the title has at most 60 signs");
        if (Server is { } server && (!server.IsAbsoluteUri || server.Scheme is not ("https" or "http") || server.PathAndQuery != "/")) return Wrong("the server must be an address like https://qyran.example, without a path");
        if (Roles.IsDefaultOrEmpty) return Wrong("name at least one group and its role: else nobody could come in");
        foreach (var r in Roles)
        {
            if (r.Group.Length == 0 || Rights.Parse(r.Role) is not { } role) return Wrong($"there is no role '{r.Role}'; there are {string.Join(", ", Enum.GetValues<Role>().Select(Rights.Word))}");
            if (r.Sites is { } sites && (sites.IsDefaultOrEmpty || Rights.NeedsEverySite(role))) return Wrong($"the group '{r.Group}': leave the sites out for every site; the role {r.Role} {(Rights.NeedsEverySite(role) ? "is for every site" : "needs one otherwise")}");
        }
        return null;
    }

    private static Failure Wrong(string what) => new(FailureKind.Invalid, "sign-in by OpenID Connect: " + what);
}
