using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qyran.Domain.Cases;
using Qyran.Domain.Scenes;
using Qyran.Evidence;
using Qyran.Rules;
using Qyran.Rules.Sections;

namespace Qyran.Line.Cases;

/// <summary>The words of a pack: everything but pictures and clip.</summary>
internal static class PackDescription
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PackContents Of(EvidenceSetup setup, Case made, TrackOutcome outcome) => Of(setup.Line, setup.SceneBytes, made, outcome, setup.Clock);

    public static PackContents Of(LineSetup line, ReadOnlyMemory<byte> sceneFile, Case made, TrackOutcome outcome, TimeProvider clock) => new()
    {
        CaseId = made.Id,
        DeviceId = line.Scene?.Camera.Id ?? "camera",
        CreatedAtUtc = clock.GetUtcNow(),
        Case = made with { Evidence = made.Id + ".zip" },
        Passage = outcome.Passage!,
        Track = outcome.Track,
        CalibrationJson = line.Calibration is { } calibration ? CalibrationJson.Write(calibration, outcome.Fit) : null,
        RuleJson = Rule(line.Scene!, made, outcome.Section?.Watched.Rule is { } section && section.Rule == made.Rule ? section : line.Scene!.Rules.First(r => r.Rule == made.Rule), SoftwareVersion.Current),
        SceneFile = sceneFile,
        SectionFile = made.Rule == AverageSpeed.Rule ? outcome.Section!.File : (ReadOnlyMemory<byte>?)null, // a bare null would become an empty file
        EntryJson = made.Rule == AverageSpeed.Rule ? outcome.Section!.EntryOf(made.Verdict) : null,
        ReadingsJson = outcome.Plates is { } plates ? PlateReadingsJson.Write(plates.Sightings) : null,
        Detector = line.Detector.Identity,
        Models = line.Plates?.Models ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        Signals = [.. outcome.Signals.Values],
        Gaps = [.. outcome.Time.GapsUs.Select(g => new PackGap(g.FromUs, g.ToUs, "no frame")), .. outcome.Time.StillsUs.Select(s => new PackGap(s.FromUs, s.UntilUs, "the picture did not change"))],
        Settings = SettingsText.Of(line, outcome),
        DeviceVerification = VerificationText.Of(line.Scene),
    };

    /// <summary><c>rule.json</c>: what was held against the driver.</summary>
    /// <param name="setting">The case's rule, of the scene or of its section.</param>
    /// <param name="software">The version whose rules judged.</param>
    public static string Rule(Scene scene, Case made, RuleSetting setting, string software) => Text(json =>
    {
        json.WriteString("rule", made.Rule);
        json.WriteString("rule_book", software);
        json.WriteString("offence", made.Offence);
        json.WriteString("scene", scene.Name);
        json.WriteString("scene_sha256", scene.Hash);
        json.WriteStartObject("settings");
        // all that were in force, also those the scene left at their defaults: a later version may have others
        foreach (var bounds in RuleBook.SettingsOf(made.Rule))
            json.WriteNumber(bounds.Name, setting.Values.TryGetValue(bounds.Name, out var given) ? given : bounds.Default);
        json.WriteEndObject();
        json.WriteString("settings_basis", setting.Basis);
        json.WriteString("settings_approved_by", setting.ApprovedBy);
        json.WriteStartObject("facts");
        foreach (var (name, value) in made.Verdict.Facts) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("why", made.Verdict.Why);
    });

    internal static string Text(Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }
}
