using System.CommandLine;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Measure.Calibration;
using Qyran.Rules;

namespace Qyran.Cli;

/// <summary><c>qyran scene check FILE</c>: every error of a scene file, what its rules lack, what its survey is worth, and what else who draws should know.</summary>
internal static class SceneCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("SCENE.yaml");
        var check = new Command("check", "Read a scene file, print every error with its line, what its rules lack, and how good its calibration is.") { file };
        check.SetAction(parsed => Check(parsed.GetValue(file)!));
        return new Command("scene", "Work with scene files (see docs/howto/scene-file.md).") { check };
    }

    private static int Check(string path)
    {
        var (bytes, unread) = LineOpening.ReadSceneFile(path);
        if (bytes is null) return Exit.Say(unread!);
        var scene = SceneFile.Read(bytes, RuleBook.KnownRules, out var errors, isNew: true);
        foreach (var error in errors) Console.Error.WriteLine($"{path}: {error}");
        if (scene is null) return Exit.Of(FailureKind.Invalid);
        // what analyze and the server refuse too
        var faults = RuleBook.Faults(scene);
        foreach (var fault in faults) Console.Error.WriteLine($"{path}: {fault}");
        if (faults.Count > 0) return Exit.Of(FailureKind.Invalid);
        Console.WriteLine($"{scene.Name}: {scene.Camera.Width}x{scene.Camera.Height}, {scene.Lanes.Length} lanes, {scene.Lines.Length} lines, " +
            $"{scene.Zones.Length} zones, {scene.Signals.Length} signal heads, {scene.Limits.Length} limits, rules: {string.Join(", ", scene.Rules.Select(r => r.Rule))}");
        var (calibration, noSpeed) = LineOpening.Calibrate(scene);
        Console.WriteLine(calibration is null ? $"no speed: {noSpeed}" : calibration.Describe());
        foreach (var note in SceneNotes.Of(scene, calibration)) Console.WriteLine($"  {note}");
        return 0;
    }
}
