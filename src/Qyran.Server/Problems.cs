using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Qyran.Domain.Failures;
using Qyran.Storage;

namespace Qyran.Server;

/// <summary>The one place where a failure becomes an HTTP answer (RFC 9457).</summary>
internal sealed class Problems(IProblemDetailsService writer) : IExceptionHandler
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

    /// <summary>The store's failures and requests that are none keep their sentence; a bug says nothing of itself to the outside.</summary>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var (status, text) = exception switch
        {
            StoreException store => (Status(store.Failure.Kind), store.Failure.Text),
            // what the serializer says of the place and the line stands behind its sentence
            BadHttpRequestException { InnerException: JsonException json } bad => (bad.StatusCode, $"the body cannot be read at {json.Path ?? "$"}: {json.Message.Split(" Path: ")[0]}"),
            BadHttpRequestException bad => (bad.StatusCode, $"the request cannot be read: {bad.Message}"),
            _ => (StatusCodes.Status500InternalServerError, null),
        };
        context.Response.StatusCode = status;
        SafeHeaders.Put(context);
        return await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = new ProblemDetails { Status = status, Detail = text } });
    }

    /// <summary>A sentence for what the framework refuses without one.</summary>
    public static void Explain(ProblemDetailsContext refused) => refused.ProblemDetails.Detail ??= refused.ProblemDetails.Status switch
    {
        StatusCodes.Status401Unauthorized => "sign in first, or show a key that is known",
        StatusCodes.Status403Forbidden => "your role may not do that",
        StatusCodes.Status404NotFound => "there is nothing at this address",
        StatusCodes.Status405MethodNotAllowed => "this address is not asked that way",
        StatusCodes.Status413PayloadTooLarge => "this is more than is taken at once",
        StatusCodes.Status415UnsupportedMediaType => "the body is of a kind that is not taken here",
        StatusCodes.Status429TooManyRequests => "that was too often: try again in a minute",
        _ => null,
    };

    private static ProblemHttpResult Of(int status, string text) => TypedResults.Problem(text, statusCode: status);
}
