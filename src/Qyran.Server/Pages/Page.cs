using Microsoft.AspNetCore.Http;

namespace Qyran.Server.Pages;

/// <summary>The pages are one document; its scripts look at the address and ask the API.</summary>
internal static class Page
{
    public static Task Index(HttpContext context, WebFiles files) => files.Find("index.html")!.Send(context);

    public static Task File(string? path, HttpContext context, WebFiles files)
    {
        if (path is not null && files.Find(path) is { } file) return file.Send(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
