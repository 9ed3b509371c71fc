using System.Collections.Immutable;
using System.Text.Json;

namespace Qyran.Storage;

/// <summary>The sites somebody is for, as a column holds them.</summary>
internal static class SiteList
{
    public static string? Text(ImmutableArray<string>? sites) => sites is { } some ? JsonSerializer.Serialize(some) : null;

    public static ImmutableArray<string>? Of(string? text) => text is null ? null : JsonSerializer.Deserialize<ImmutableArray<string>>(text);
}
