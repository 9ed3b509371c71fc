using Microsoft.AspNetCore.Http;

namespace Qyran.Server.Access;

/// <summary>
/// Another site's page cannot use a person's cookie: beside SameSite=Strict, every change and every socket must come from our own pages by the
/// browser's own word (Origin or Sec-Fetch-Site; OWASP, Cross-Site Request Forgery Prevention). Requests with a key carry no cookie and pass.
/// </summary>
internal static class SameOrigin
{
    public static async Task Check(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || context.WebSockets.IsWebSocketRequest;
        if (changes && !request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal) && !IsOurs(request))
        {
            await Problems.Forbidden("a change must come from Qyran's own pages").ExecuteAsync(context);
            return;
        }
        await next(context);
    }

    private static bool IsOurs(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        // the host alone: behind a proxy with HTTPS the scheme we see is not the browser's
        if (origin.Length > 0) return Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return request.Headers["Sec-Fetch-Site"] == "same-origin";
    }
}
