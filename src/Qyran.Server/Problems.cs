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
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            _ => (StatusCodes.Status500InternalServerError, null),
        };
        context.Response.StatusCode = status;
        return await writer.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = new ProblemDetails { Status = status, Detail = text } });
    }

    private static ProblemHttpResult Of(int status, string text) => TypedResults.Problem(text, statusCode: status);
}
