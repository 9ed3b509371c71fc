using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Qyran.Server.Access;

namespace Qyran.Server.Pages;

/// <summary>What somebody unknown is shown, and the few files that page needs.</summary>
internal static class SignInPage
{
    public const string Limit = "sign-in";

    public static Task Page(HttpContext context, WebFiles files) => files.Find("sign-in.html")!.Send(context);

    public static Task Style(HttpContext context, WebFiles files) => files.Find("app.css")!.Send(context);

    public static Task Script(HttpContext context, WebFiles files) => files.Find("sign-in.js")!.Send(context);

    public static Task Words(HttpContext context, WebFiles files) => files.Find("words.js")!.Send(context);

    /// <summary>A language's table; only names that are tables, so nothing else of the pages is shown to somebody unknown.</summary>
    public static Task Table(string language, HttpContext context, WebFiles files) => Pages.Page.File($"words/{language}.json", context, files);

    public static Task Icon(HttpContext context, WebFiles files) => files.Find("icon.svg")!.Send(context);

    /// <summary>A person who opens a page is led to the sign-in, and from there to the page; a program is told 401.</summary>
    public static Task Ask(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
            context.Response.Redirect(AddSignInLink.SignInPath + (request.Path == "/" ? "" : "?to=" + Uri.EscapeDataString(request.Path)));
        else
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
