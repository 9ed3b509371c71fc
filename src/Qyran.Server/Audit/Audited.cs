using System.Collections.Frozen;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Qyran.Server.Access;

namespace Qyran.Server.Audit;

/// <summary>
/// Stands around every route that names an act. What shows something is looked up, then written down, then sent. What changes something, or does not end (a stream), is
/// written down as begun before it is done, and a change once more with its result. What does not fit into a line is refused: nothing is cut off.
/// </summary>
internal static class Audited
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // a number nobody can store is written down all the same, before it is refused
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The filter of one route.</summary>
    public static EndpointFilterDelegate Around(EndpointFilterFactoryContext route, EndpointFilterDelegate next)
    {
        var asked = Asked(route.MethodInfo);
        return call => Filter(call, next, asked);
    }

    private static async ValueTask<object?> Filter(EndpointFilterInvocationContext call, EndpointFilterDelegate next, FrozenSet<string> asked)
    {
        var context = call.HttpContext;
        var needs = context.GetEndpoint()!.Metadata.GetRequiredMetadata<Needs>();
        var (trail, thing, detail) = (context.RequestServices.GetRequiredService<AuditTrail>(), ThingOf(context, needs), Detail(call, asked));
        if (detail.Length > AuditTrail.MostDetail)
        {
            await trail.Write(context, needs.Act!, thing, Word(StatusCodes.Status400BadRequest), "", context.RequestAborted);
            return Problems.Invalid("this is more than a line of the audit log holds: ask for less at once");
        }
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

    /// <summary>What a change says of itself, the name of a file, the terms of a search. A name in the query that the use case does not ask for tells nothing, and is left out as it is there.</summary>
    private static string Detail(EndpointFilterInvocationContext call, FrozenSet<string> asked)
    {
        var told = call.Arguments.OfType<ITold>().Select(t => JsonSerializer.Serialize(t.Told, Json)).FirstOrDefault();
        var name = call.HttpContext.Request.RouteValues["name"] as string;
        var terms = new List<string>();
        foreach (var pair in new QueryStringEnumerable(call.HttpContext.Request.QueryString.Value))
        {
            var term = pair.DecodeName().ToString();
            if (asked.Contains(term)) terms.Add($"{term}={pair.DecodeValue().ToString()}");
        }
        return string.Join(' ', new[] { told, name, string.Join('&', terms) }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The names in the query that a use case asks for.</summary>
    private static FrozenSet<string> Asked(MethodInfo useCase) =>
        useCase.GetParameters().SelectMany(Bound).Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name ?? p.Name!).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<ParameterInfo> Bound(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(AsParametersAttribute), inherit: false)) return type.GetConstructors().Single().GetParameters();
        return type == typeof(DateTimeOffset) || Type.GetTypeCode(type) != TypeCode.Object ? [parameter] : []; // the others are services and the body
    }

    private static string Result(object? answer)
    {
        while (answer is INestedHttpResult nested) answer = nested.Result;
        return answer is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest and { } status } ? Word(status) : AuditTrail.Done;
    }

    private static string Word(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
