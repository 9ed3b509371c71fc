using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qyran.Server.Access;

/// <summary>A one-time link for another browser of the same person. Not for who came through a provider: each link would begin twelve hours without its word.</summary>
internal static class AddSignInLink
{
    /// <param name="Link">The whole address; it works once.</param>
    internal sealed record Answer(string Link, int ValidS);

    internal static Results<Ok<Answer>, ProblemHttpResult> Handle(SignInLinks links, ClaimsPrincipal who, HttpRequest request)
    {
        var asker = Asker.Known(who);
        if (OidcAccount.Is(asker.Id)) return Problems.Forbidden("you sign in through the provider: do so in the other browser too");
        return TypedResults.Ok(new Answer($"{request.Scheme}://{request.Host}{SignInPath}#{links.New(asker.Id == Asker.Link ? null : asker.Id)}", (int)SignInLinks.Lasts.TotalSeconds));
    }

    internal const string SignInPath = "/sign-in";
}
