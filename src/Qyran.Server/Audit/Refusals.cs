using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Qyran.Server.Audit;

/// <summary>Writes down that somebody known asked for what their role may not, then refuses as the framework does.</summary>
internal sealed class Refusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden) await Audited.Refused(context, StatusCodes.Status403Forbidden);
        await usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
