using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace Qyran.Storage;

/// <summary>One numbered step from an empty database to today's schema.</summary>
/// <param name="Sha256">Of the step's bytes, lower-case hex: a step that was applied is never edited.</param>
internal sealed record Migration(int Number, string Name, string Text, string Sha256)
{
    /// <summary>All steps of an engine ("sqlite" or "postgres"), in order.</summary>
    public static ImmutableArray<Migration> Of(string engine)
    {
        var assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(engine + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n =>
        {
            using var stream = assembly.GetManifestResourceStream(n)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var name = n[(engine.Length + 1)..^".sql".Length];
            return new Migration(int.Parse(name[..3], CultureInfo.InvariantCulture), name[4..], System.Text.Encoding.UTF8.GetString(bytes.ToArray()),
                Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())));
        })];
    }
}
