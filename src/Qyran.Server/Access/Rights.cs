using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Qyran.Server.Access;

/// <summary>Which role may what. The table in docs/design/access.md is this one; a test compares them.</summary>
internal static class Rights
{
    private static readonly FrozenDictionary<Role, FrozenSet<Right>> Table = new Dictionary<Role, Right[]>
    {
        [Role.Administrator] = [.. Enum.GetValues<Right>().Where(r => r != Right.Ingest)],
        [Role.Installer] = [Right.Cameras, Right.Watch, Right.Recordings, Right.Export, Right.Passages, Right.SetUp, Right.System],
        [Role.Operator] = [Right.Cameras, Right.Watch, Right.Recordings, Right.Export, Right.Passages, Right.Cases, Right.Evidence, Right.Alerts, Right.System],
        [Role.Reviewer] = [Right.Cameras, Right.Watch, Right.Recordings, Right.Passages, Right.Cases, Right.Evidence, Right.Reject],
        [Role.Officer] = [Right.Cameras, Right.Watch, Right.Recordings, Right.Export, Right.Passages, Right.Cases, Right.Evidence, Right.Reject, Right.Approve, Right.Alerts, Right.Watchlist],
        [Role.Analyst] = [Right.Cameras, Right.Passages, Right.Cases],
        [Role.Auditor] = [Right.Cameras, Right.Passages, Right.Cases, Right.Evidence, Right.Alerts, Right.System, Right.Audit],
    }.ToFrozenDictionary(r => r.Key, r => r.Value.Concat([Right.Known, Right.Pages, Right.Account]).ToFrozenSet());

    /// <summary>What no machine may, whatever its key's role: cases are decided by people, and people come in through people.</summary>
    public static ImmutableArray<Right> ForPeopleOnly { get; } = [Right.Pages, Right.Account, Right.Reject, Right.Approve, Right.People, Right.Connect];

    public static FrozenSet<Right> Of(Role role) => Table[role];

    /// <summary>These see every site: what they do concerns all of them.</summary>
    public static bool NeedsEverySite(Role role) => role is Role.Administrator or Role.Auditor;

    public static string Word(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Null for a word that is no role.</summary>
    public static Role? Parse(string? word) => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => Word(r!.Value) == word);

    public static void Set(AuthorizationOptions options)
    {
        foreach (var right in Enum.GetValues<Right>()) options.AddPolicy(right.ToString(), p => p.RequireAssertion(c => Asker.Of(c.User) is { } asker && asker.May(right)));
        options.DefaultPolicy = options.GetPolicy(nameof(Right.Pages))!;
        // a route that says nothing is closed; where there is no route a person is told so
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(c => Asker.Of(c.User) is { IsPerson: true } && c.Resource is HttpContext http && http.GetEndpoint() is null).Build();
    }
}
