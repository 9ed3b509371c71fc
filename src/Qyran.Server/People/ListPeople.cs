using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.People;

/// <summary>Everybody who may sign in. Few; no pages.</summary>
internal static class ListPeople
{
    internal static async Task<Ok<ImmutableArray<PersonView>>> Handle(Store store, TimeProvider clock, CancellationToken stop) =>
        TypedResults.Ok((await store.Accounts.All(stop)).Select(a => PersonView.Of(a, clock.GetUtcNow())).ToImmutableArray());
}
