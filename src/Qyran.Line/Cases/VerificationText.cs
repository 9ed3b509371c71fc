using System.Globalization;
using Qyran.Domain.Scenes;

namespace Qyran.Line.Cases;

/// <summary>The device's verification as the one line that the manifest, and through it <c>verify</c> and the case's page, tell.</summary>
internal static class VerificationText
{
    /// <summary>Null where the scene states none.</summary>
    public static string? Of(Scene? scene) => scene?.Camera.Verification switch
    {
        null => null,
        { ValidFrom: { } from } v => $"verified by {v.Authority}, certificate {v.Certificate}, valid from {Utc(from)} until {Utc(v.ValidUntil)}",
        var v => $"verified by {v.Authority}, certificate {v.Certificate}, valid until {Utc(v.ValidUntil)}",
    };

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'", CultureInfo.InvariantCulture);
}
