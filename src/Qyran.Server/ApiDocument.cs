using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Qyran.Server;

/// <summary>The OpenAPI document, made from the routes themselves; <c>docs/openapi.json</c> is a copy that a test compares.</summary>
internal static class ApiDocument
{
    public const string Path = "/api/openapi.json";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", o =>
    {
        // every use case has a Request and an Answer of its own: their names begin with the use case's
        o.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is null ? null
            : type.Type.DeclaringType is { } of ? of.Name + type.Type.Name : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        o.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault() is { DeclaringType: { } useCase } method)
                operation.OperationId = method.Name is "Handle" ? useCase.Name : $"{useCase.Name}{method.Name}";
            // names in queries are read in any case; they are written like those in bodies
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>()) parameter.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name ?? "");
            return Task.CompletedTask;
        });
        // a converter of our own would leave its type's schema empty
        o.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(DateTimeOffset)) (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset?)) (schema.Type, schema.Format) = (context.ParameterDescription is null ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String, "date-time");
            return Task.CompletedTask;
        });
        o.AddDocumentTransformer((document, _, _) =>
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
            document.Security = [.. document.Components.SecuritySchemes.Keys.Select(name => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(name, document)] = [] })];
            return Task.CompletedTask;
        });
    });

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder to) => to.MapOpenApi(Path);
}
