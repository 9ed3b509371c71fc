using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qyran.Server.Access;

/// <summary>A one-time link for another browser of the same person.</summary>
internal static class AddSignInLink
{
    /// <param name="Link">The whole address; it works once.</param>
    internal sealed record Answer(string Link, int ValidS);

    internal static Ok<Answer> Handle(SignInLinks links, ClaimsPrincipal who, HttpRequest request)
    {
        var asker = Asker.Known(who);
        return TypedResults.Ok(new Answer($"{request.Scheme}://{request.Host}{SignInPath}#{links.New(asker.Id == Asker.Link ? null : asker.Id)}", (int)SignInLinks.Lasts.TotalSeconds));
    }

    internal const string SignInPath = "/sign-in";
}
