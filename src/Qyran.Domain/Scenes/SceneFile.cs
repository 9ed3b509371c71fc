using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Qyran.Domain.Scenes;

/// <summary>Reads a scene file (YAML, schema in <c>docs/scene.schema.json</c>). Pure: bytes in, a scene or every error out.</summary>
public static class SceneFile
{
    /// <summary>The version of the format that is read and written.</summary>
    public const int Version = 1;

    private const int MostErrors = 200;

    /// <summary>Returns the scene, or null and at least one error naming line and field, in file order.</summary>
    /// <param name="knownRules">Rule ids and, per rule, the setting names it accepts; given by the rule book.</param>
    /// <param name="isNew">False of one that was taken before, a camera's or a pack's: what the reader has come to refuse since stops no line.</param>
    public static Scene? Read(
        ReadOnlySpan<byte> yaml, IReadOnlyDictionary<string, ImmutableArray<string>> knownRules, out ImmutableArray<SceneError> errors, bool isNew = false)
    {
        var found = new List<SceneError>();
        Scene? scene = null;
        if (SceneYaml.Parse(yaml, found, isNew: isNew) is { } root) scene = Read(root, Convert.ToHexStringLower(SHA256.HashData(yaml)), knownRules, isNew, found);
        errors = [.. found.OrderBy(e => e.Line).Take(MostErrors)];
        return errors.IsEmpty ? scene : null;
    }

    private static Scene? Read(SceneNode.Map root, string hash, IReadOnlyDictionary<string, ImmutableArray<string>> knownRules, bool isNew, List<SceneError> errors)
    {
        var file = new SceneGroup(root, "", SceneKeys.File, errors);
        if (file.Whole("qyran_scene", 1, 1_000_000) is { } version && version != Version)
            file.Wrong("qyran_scene", $"is {version}; this program reads version {Version}");
        var name = file.Text("name", 200);
        var camera = Camera(file.Group("camera", SceneKeys.Camera), out var width, out var height);
        var places = new SceneNumbers(width, height);
        var lens = file.Group("lens", SceneKeys.Lens) is { } l ? SceneSurvey.Lens(l) : null;
        var survey = file.Group("survey", SceneKeys.Survey) is { } s ? SceneSurvey.Read(s, places) : null;
        var signals = SceneRoad.Signals(file, places);
        var lanes = SceneRoad.Lanes(file, places);
        var lines = SceneRoad.Lines(file, places, isNew);
        var zones = SceneRoad.Zones(file, places);
        var limits = SceneLaw.Limits(file);
        var rules = SceneLaw.Rules(file, knownRules);
        return name is null || camera is null ? null
            : new(name, hash, camera, lens, survey, lanes, lines, zones, signals, limits, rules);
    }

    private static SceneCamera? Camera(SceneGroup? group, out int? width, out int? height)
    {
        (width, height) = (group?.Whole("width", 16, 16384), group?.Whole("height", 16, 16384));
        if (group is null) return null;
        var (id, site, metres) = (group.Text("id", 100), group.Text("site"), group.Number("height_m", 0.1, 1000));
        var clock = group.Text("clock");
        var verification = group.Group("verification", SceneKeys.Verification) is { } v ? Verification(v) : null;
        return id is { } i && width is { } w && height is { } h ? new(i, w, h, site, metres, clock) { Verification = verification } : null;
    }

    private static DeviceVerification? Verification(SceneGroup group)
    {
        var (certificate, authority) = (group.Text("certificate", 100), group.Text("authority", 200));
        var (from, until) = (group.Time("valid_from"), group.Time("valid_until"));
        if (from is { } f && until is { } u && u <= f) group.Wrong("valid_until", "is not after valid_from");
        return certificate is { } c && authority is { } a && until is { } end ? new(c, a, from, end) : null;
    }
}
