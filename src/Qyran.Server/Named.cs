using System.Collections.Immutable;

namespace Qyran.Server;

/// <summary>What a query names, of cameras, sites or classes. A form's empty field is sent with its name: it names nothing, and nothing is asked about.</summary>
internal static class Named
{
    public static ImmutableArray<string> In(string[]? given) => [.. (given ?? []).Where(name => !string.IsNullOrWhiteSpace(name))];

    /// <summary>A country's code as plates have it: KZ.</summary>
    public static string? Country(string? given) => given?.Trim() is { Length: > 0 } code ? code.ToUpperInvariant() : null;
}
