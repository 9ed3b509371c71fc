using System.Globalization;

namespace Qyran.Domain.Scenes;

/// <summary>Times as scene files and people write them: ISO 8601 with seconds and with Z or an offset, else nobody could say which hour is meant.</summary>
public static class SceneTimes
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>In UTC; null when it is no such time.</summary>
    public static DateTimeOffset? Read(string text)
    {
        var said = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return said && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToUniversalTime() : null;
    }

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
