using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Qyran.Server;

/// <summary>The OpenAPI document, made from the routes themselves; <c>docs/openapi.json</c> is a copy that a test compares.</summary>
internal static class ApiDocument
{
    public const string Path = "/api/openapi.json";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "Qyran", Version = "1",
            Description = "Passages, cases, recordings and cameras of a Qyran server. Instants are RFC 3339 in UTC; a name that ends in a unit is in that unit. Errors are RFC 9457 problems.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key made on the system page (qk_…)." },
            ["session"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "qyran", Description = "A person's session." },
        };
        return Task.CompletedTask;
    }));

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder to) => to.MapOpenApi(Path);
}
