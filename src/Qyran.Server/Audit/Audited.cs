using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Access;

namespace Qyran.Server.Audit;

/// <summary>
/// Stands around every route that names an act. What shows something is looked up, then written down, then sent. What changes something, or does not end (a stream), is
/// written down as begun before it is done, and a change once more with its result.
/// </summary>
internal static class Audited
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest) return await next(call); // a request that is none: nothing is asked of the use case
        var needs = context.GetEndpoint()!.Metadata.GetRequiredMetadata<Needs>();
        var (trail, thing, detail) = (context.RequestServices.GetRequiredService<AuditTrail>(), ThingOf(context, needs), Detail(call));
        var changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        if (!changes && !needs.Stays)
        {
            var shown = await next(call);
            await trail.Write(context, needs.Act!, thing, Result(shown), detail, context.RequestAborted);
            return shown;
        }
        var begun = await trail.Write(context, needs.Act!, thing, AuditTrail.Begun, detail, context.RequestAborted);
        var done = await next(call);
        // whoever does not wait for the answer is written down all the same
        if (changes) await trail.Write(context, needs.Act!, thing, Result(done), JsonSerializer.Serialize(new { begun }, Json), CancellationToken.None);
        return done;
    }

    /// <summary>Somebody known asked for what is not theirs.</summary>
    public static Task Refused(HttpContext context, int status)
    {
        if (context.GetEndpoint() is not RouteEndpoint route || route.Metadata.GetMetadata<Needs>() is not { } needs || Asker.Of(context.User) is null) return Task.CompletedTask;
        return context.RequestServices.GetRequiredService<AuditTrail>().Write(context, needs.Act ?? $"{context.Request.Method} {route.RoutePattern.RawText}", ThingOf(context, needs), Word(status), "", context.RequestAborted);
    }

    private static string ThingOf(HttpContext context, Needs needs)
    {
        var id = context.Request.RouteValues["id"] as string;
        return id is null ? "" : needs.Thing == Thing.None ? id : $"{needs.Thing.ToString().ToLowerInvariant()} {id}";
    }

    /// <summary>The terms of a search, the name of a file, what a change says of itself.</summary>
    private static string Detail(EndpointFilterInvocationContext call)
    {
        var told = call.Arguments.OfType<ITold>().Select(t => JsonSerializer.Serialize(t.Told, Json)).FirstOrDefault();
        var query = Uri.UnescapeDataString(call.HttpContext.Request.QueryString.Value?.TrimStart('?').Replace('+', ' ') ?? "");
        var name = call.HttpContext.Request.RouteValues["name"] as string;
        return string.Join(' ', new[] { name, query, told }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string Result(object? answer)
    {
        while (answer is INestedHttpResult nested) answer = nested.Result;
        return answer is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest and { } status } ? Word(status) : AuditTrail.Done;
    }

    private static string Word(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
