using System.Collections.Immutable;
using Qyran.Storage;
using Qyran.Storage.Rows;

namespace Qyran.Server.Outward;

/// <summary>What may be subscribed to.</summary>
internal static class Subscriptions
{
    /// <summary>Null when these events of this site may be asked for; else why not.</summary>
    public static async Task<string?> Refusal(ImmutableArray<string> kinds, string? site, Store store, CancellationToken stop)
    {
        if (kinds.IsDefaultOrEmpty) return $"say which events: {string.Join(", ", EventKinds.All)}";
        if (kinds.FirstOrDefault(k => !EventKinds.All.Contains(k)) is { } unknown) return $"there is no event '{unknown}'; there are {string.Join(", ", EventKinds.All)}";
        return site is not null && (await store.Sites.All(stop)).All(s => s.Id != site) ? $"there is no site '{site}'" : null;
    }

    public static ImmutableArray<string> Sorted(ImmutableArray<string> kinds) => [.. EventKinds.All.Where(kinds.Contains)];
}
