using System.Globalization;
using Qyran.Domain.Scenes;
using Qyran.Rules;

namespace Qyran.Line.Live;

/// <summary>
/// Until when the survey behind a camera's speeds and its device's verification hold. From the end of the first on nothing is measured, from that of the second on no
/// speed accuses anybody; neither is made anew in a day, so their ends are told ahead.
/// </summary>
/// <param name="Settings">Whose scene it is.</param>
/// <param name="Until">When it expires; null: it does not, or nothing is measured.</param>
internal sealed record SurveyTerm(LiveSettings Settings, DateTimeOffset? Until)
{
    /// <summary>So long before its end it is told.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    /// <summary>When the verification that the scene states lapses; null: it states none, or nothing is measured.</summary>
    public DateTimeOffset? VerifiedUntil { get; init; }

    /// <summary>Reads the scene.</summary>
    public static SurveyTerm Of(LiveSettings settings)
    {
        var scene = settings.Detector == "off" || settings.SceneFile.IsEmpty ? null : SceneFile.Read(settings.SceneFile.Span, RuleBook.KnownRules, out _);
        return new(settings, scene?.Survey?.ValidUntil) { VerifiedUntil = scene?.Camera.Verification?.ValidUntil };
    }

    /// <summary>What to say of one that has expired; null otherwise.</summary>
    public string? Expired(DateTimeOffset now) => Until is { } until && now >= until ? string.Create(CultureInfo.InvariantCulture,
        $"the survey expired on {until.UtcDateTime:yyyy-MM-dd}; no speed is measured until a scene with a new one is saved") : null;

    /// <summary>What to say of a verification that has lapsed; null otherwise.</summary>
    public string? Lapsed(DateTimeOffset now) => VerifiedUntil is { } until && now >= until ? string.Create(CultureInfo.InvariantCulture,
        $"the verification of the device lapsed on {until.UtcDateTime:yyyy-MM-dd}; no speed accuses anybody until a scene with a new one is saved") : null;

    /// <summary>What to say of the survey that expires soon, else of the verification that lapses soon; null otherwise.</summary>
    public string? EndsSoon(DateTimeOffset now) => Soon(Until, now) is { } survey ? $"the survey expires on {survey}; from then on no speed is measured"
        : Soon(VerifiedUntil, now) is { } verification ? $"the verification of the device lapses on {verification}; from then on no speed accuses anybody" : null;

    private static string? Soon(DateTimeOffset? end, DateTimeOffset now) =>
        end is { } until && now < until && until - now <= Ahead ? until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
