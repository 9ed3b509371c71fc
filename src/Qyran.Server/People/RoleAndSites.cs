using System.Collections.Immutable;
using Qyran.Domain.Failures;
using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.People;

/// <summary>Whether a role and its sites may be given together.</summary>
internal static class RoleAndSites
{
    public static async Task<Failure?> Refusal(string role, ImmutableArray<string>? sites, Store store, CancellationToken stop)
    {
        if (Rights.Parse(role) is not { } known) return new(FailureKind.Invalid, $"there is no such role; there are {string.Join(", ", Enum.GetValues<Role>().Select(Rights.Word))}");
        if (sites is not { } some) return null;
        if (Rights.NeedsEverySite(known)) return new(FailureKind.Invalid, $"the role {role} is for every site: leave the sites out");
        if (some.IsDefaultOrEmpty || some.Length > 500) return new(FailureKind.Invalid, "name at least one site, or leave the sites out: then it is for every site");
        var there = (await store.Sites.All(stop)).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return some.Any(s => !there.Contains(s ?? "")) ? new(FailureKind.Invalid, $"there is no site '{some.First(s => !there.Contains(s ?? ""))}'; make it first") : null;
    }
}
