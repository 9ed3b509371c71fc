using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qyran.Server.Access;

/// <summary>Who asks, as the server sees it.</summary>
internal static class WhoAmI
{
    /// <param name="Right">read, change or person.</param>
    internal sealed record Answer(string Name, string Right);

    internal static Ok<Answer> Handle(ClaimsPrincipal who) => TypedResults.Ok(new Answer(who.Identity?.Name ?? "", who.FindFirstValue(Rights.Claim) ?? ""));
}
