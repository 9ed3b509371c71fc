using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Qyran.Domain.Failures;
using Qyran.Server.Outward;
using Qyran.Storage;

namespace Qyran.Server;

/// <summary>The one place where a failure becomes an HTTP answer (RFC 9457).</summary>
internal sealed partial class Problems(IProblemDetailsService writer) : IExceptionHandler
{
    public static ProblemHttpResult Of(Failure failure) => Of(Status(failure.Kind), failure.Text);

    public static ProblemHttpResult NotFound(string text) => Of(StatusCodes.Status404NotFound, text);

    public static ProblemHttpResult Invalid(string text) => Of(StatusCodes.Status400BadRequest, text);

    public static ProblemHttpResult Forbidden(string text) => Of(StatusCodes.Status403Forbidden, text);

    /// <summary>Something this server needs is away.</summary>
    public static ProblemHttpResult Away(string text) => Of(StatusCodes.Status503ServiceUnavailable, text);

    /// <summary>Somebody else was faster.</summary>
    public static ProblemHttpResult Conflict(string text) => Of(StatusCodes.Status409Conflict, text);

    public static int Status(FailureKind kind) => kind switch
    {
        FailureKind.NotFound => StatusCodes.Status404NotFound,
        FailureKind.Invalid => StatusCodes.Status400BadRequest,
        FailureKind.Unreadable or FailureKind.Unsupported => StatusCodes.Status422UnprocessableEntity,
        FailureKind.Unreachable => StatusCodes.Status502BadGateway,
        FailureKind.CannotWrite or FailureKind.Cancelled => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind of failure without a status"),
    };

    /// <summary>A bug is logged; a request that is none and a store that is away say why to who asked, and whoever sends rubbish does not fill the log with it.</summary>
    public static void LogBugs(ExceptionHandlerOptions options) => options.SuppressDiagnosticsCallback = thrown => thrown.Exception is StoreException or BadHttpRequestException;

    /// <summary>The store's failures and requests that are none keep their sentence; a bug says nothing of itself to the outside.</summary>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var (status, text) = exception switch
        {
            StoreException store => (Status(store.Failure.Kind), store.Failure.Text),
            BadHttpRequestException { InnerException: JsonException json } bad => (bad.StatusCode, $"the body cannot be read at {json.Path ?? "$"}: {Why(json)}"),
            BadHttpRequestException bad => (bad.StatusCode, Why(bad)),
            _ => (StatusCodes.Status500InternalServerError, null),
        };
        context.Response.StatusCode = status;
        SafeHeaders.Put(context);
        if (!await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = new ProblemDetails { Status = status, Detail = text } }) && text is not null)
        {
            // whoever takes no JSON gets the sentence alone
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(text, cancellationToken);
        }
        return true;
    }

    /// <summary>A sentence for what the framework refuses without one.</summary>
    public static void Explain(ProblemDetailsContext refused) => refused.ProblemDetails.Detail ??= Sentence(refused.ProblemDetails.Status);

    private static string? Sentence(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => "the request cannot be read",
        StatusCodes.Status401Unauthorized => "sign in first, or show a key that is known",
        StatusCodes.Status403Forbidden => "your role may not do that",
        StatusCodes.Status404NotFound => "there is nothing at this address",
        StatusCodes.Status405MethodNotAllowed => "this address is not asked that way",
        StatusCodes.Status413PayloadTooLarge => "this is more than is taken at once",
        StatusCodes.Status415UnsupportedMediaType => "the body is of a kind that is not taken here",
        StatusCodes.Status429TooManyRequests => "that was too often: try again in a minute",
        _ => null,
    };

    /// <summary>What is wrong with a body. The serializer's own sentences name this program's types, so they are told by ours.</summary>
    public static string Why(JsonException json)
    {
        if (json.Message == ZonedTime.Asked) return json.Message;
        if (json.InnerException is JsonException) return "this is no JSON";
        if (Unknown().Match(json.Message) is { Success: true } unknown) return $"there is no '{unknown.Groups[1].Value}' here";
        if (Missing().Match(json.Message) is { Success: true } missing) return $"{missing.Groups[1].Value} must be given";
        return "this is of another kind than is asked for";
    }

    /// <summary>What is wrong with a query or with what comes in place of a body: the framework's sentences name this program's types too, and parameters as they are called in it.</summary>
    private static string? Why(BadHttpRequestException bad)
    {
        if (NotUnderstood().Match(bad.Message) is { Success: true } found) return $"{Asked(found)}: '{found.Groups[2].Value}' is not understood";
        if (NotGiven().Match(bad.Message) is { Success: true } empty) return $"{Asked(empty)} must be given";
        return Sentence(bad.StatusCode);
    }

    /// <summary>A parameter as it is called in addresses.</summary>
    private static string Asked(Match parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Groups[1].Value);

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped to ", RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"was missing required properties including: (.*?)\.")]
    private static partial Regex Missing();

    [GeneratedRegex("^Failed to bind parameter \"[^\"]* (\\w+)\" from \"(.*)\"", RegexOptions.Singleline)]
    private static partial Regex NotUnderstood();

    [GeneratedRegex("(?:^Required parameter \"[^\"]* |^Implicit body inferred for parameter \")(\\w+)\"")]
    private static partial Regex NotGiven();

    private static ProblemHttpResult Of(int status, string text) => TypedResults.Problem(text, statusCode: status);
}
