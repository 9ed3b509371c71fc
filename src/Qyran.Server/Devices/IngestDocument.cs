using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Qyran.Server.Devices;

/// <summary>What a device hands in, for the OpenAPI document: the request is read part by part as it comes, so no parameter shows it.</summary>
internal static class IngestDocument
{
    public static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var parts = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "passage" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["passage"] = await context.GetOrCreateSchemaAsync(typeof(IngestPassage.Statement), null, stop),
                ["photo"] = Files("JPEG pictures, the one to show first"),
                ["video"] = Files("MP4 files"),
                ["pack"] = Files("the device's own signed packs as ZIP files"),
            },
        };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = parts } } };
    }

    private static OpenApiSchema Files(string what) =>
        new() { Type = JsonSchemaType.Array, Description = what, Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
}
