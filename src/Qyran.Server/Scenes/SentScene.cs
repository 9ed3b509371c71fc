using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Domain.Scenes;
using Qyran.Rules;

namespace Qyran.Server.Scenes;

/// <summary>
/// A scene as somebody sends it: read, and held against what its rules need. A line refuses one that is wrong and only records, so a wrong one is not stored.
/// </summary>
internal static class SentScene
{
    private const int Told = 5;

    /// <param name="text">YAML or the drawing as JSON.</param>
    /// <returns>The scene, or null and why not.</returns>
    public static (Scene? Scene, ProblemHttpResult? Refused) Read(string? text) => Parse(text) switch
    {
        (null, var errors) => (null, Problems.Invalid($"the scene: {string.Join("; ", errors.Take(Told))}")),
        var (scene, _) => RuleBook.Check(scene) is { } lacking ? (null, Problems.Of(lacking)) : (scene, null),
    };

    /// <summary>Only read: while it is being drawn its rules may lack something yet.</summary>
    /// <param name="isNew">As for <see cref="SceneFile.Read"/>.</param>
    public static (Scene? Scene, IReadOnlyList<string> Errors) Parse(string? text, bool isNew = true) =>
        SceneFile.Read(Encoding.UTF8.GetBytes(text ?? ""), RuleBook.KnownRules, out var errors, isNew) is { } scene ? (scene, []) : (null, [.. errors.Select(e => e.ToString())]);
}
