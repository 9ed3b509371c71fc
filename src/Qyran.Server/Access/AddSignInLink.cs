using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qyran.Server.Access;

/// <summary>A one-time link for another browser or another person.</summary>
internal static class AddSignInLink
{
    /// <param name="Link">The whole address; it works once.</param>
    internal sealed record Answer(string Link, int ValidS);

    internal static Ok<Answer> Handle(SignInLinks links, HttpRequest request) =>
        TypedResults.Ok(new Answer($"{request.Scheme}://{request.Host}{SignInPath}#{links.New()}", (int)SignInLinks.Lasts.TotalSeconds));

    internal const string SignInPath = "/sign-in";
}
