using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Storage;

namespace Qyran.Server.Access;

/// <summary>Who asks, as the server sees it.</summary>
internal static class WhoAmI
{
    /// <param name="Sites">Ids of the sites it is for; null: every site.</param>
    /// <param name="Rights">What it may, in lower-case words.</param>
    /// <param name="Person">Signed in, not a key.</param>
    /// <param name="ChooseAccount">Signed in by the first start's link: a name and a password are still to be chosen.</param>
    /// <param name="PlateReason">A search by plate needs a reason here.</param>
    internal sealed record Answer(string Name, string Role, ImmutableArray<string>? Sites, ImmutableArray<string> Rights, bool Person, bool ChooseAccount, bool PlateReason);

    internal static async Task<Ok<Answer>> Handle(ClaimsPrincipal who, ServerSettings settings, Store store, CancellationToken stop)
    {
        var asker = Asker.Known(who);
        var choose = settings.AskForAccount && asker.Id == Asker.Link && !Administrators.Any(await store.Accounts.All(stop));
        return TypedResults.Ok(new Answer(asker.Name, Access.Rights.Word(asker.Role), asker.Sites, [.. Enum.GetValues<Right>().Where(asker.May).Select(r => r.ToString().ToLowerInvariant())], asker.IsPerson, choose, settings.PlateReason));
    }
}
