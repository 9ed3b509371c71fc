using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Qyran.Server.Pages;

/// <summary>The pages are one document; its scripts look at the address and ask the API.</summary>
internal static class Page
{
    public static Task Index(HttpContext context, WebFiles files) => files.Find("index.html")!.Send(context);

    /// <summary>A person at an address where nothing is gets the frame, which says so; whoever is not signed in and every program gets the bare answer.</summary>
    public static StatusCodePagesOptions Missing()
    {
        var options = new StatusCodePagesOptions();
        var bare = options.HandleAsync;
        options.HandleAsync = missing => Looks(missing.HttpContext) ? Index(missing.HttpContext, missing.HttpContext.RequestServices.GetRequiredService<WebFiles>()) : bare(missing);
        return options;

        static bool Looks(HttpContext context) => context.Response.StatusCode == StatusCodes.Status404NotFound && HttpMethods.IsGet(context.Request.Method) && context.User.Identity?.IsAuthenticated == true
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
    }

    public static Task File(string? path, HttpContext context, WebFiles files)
    {
        if (path is not null && files.Find(path) is { } file) return file.Send(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
