using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Qyran.Server.Access;

/// <summary>Turns a one-time link into a session. The secret stands behind the # of the address, so it reaches no log and no prefetching program.</summary>
internal static class SignIn
{
    internal sealed record Request(string Link);

    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(Request body, SignInLinks links, HttpContext context)
    {
        if (body.Link is not { Length: > 0 and <= 100 } link || !links.Use(link)) return Problems.Forbidden("this link was used already, is too old, or is none");
        var who = new ClaimsIdentity([new Claim(ClaimTypes.Name, "administrator"), new Claim(Rights.Claim, Rights.Person)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(who), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.NoContent();
    }
}
