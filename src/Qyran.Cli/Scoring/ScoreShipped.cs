using Qyran.Domain.Failures;
using Qyran.Rules;
using Qyran.Simulator;

namespace Qyran.Cli.Scoring;

/// <summary>The shipped scenarios as clips: rendered once, and again only where the scenario or what draws it has changed.</summary>
internal static class ScoreShipped
{
    /// <summary>Where the rendered clips are kept. May be deleted whenever nothing is being measured.</summary>
    public static string Home => ServeCommand.DataHome("clips");

    /// <summary>Every scenario file of a folder as clips below <paramref name="home"/>; rendered now unless they lie there. Null with the reason when one can't be.</summary>
    public static List<ScoreClip>? Clips(string scenarios, string home, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        List<ScoreClip> clips = [];
        string[] files = [.. Directory.GetFiles(scenarios, "*.yaml").Order(StringComparer.Ordinal)];
        for (var i = 0; i < files.Length; i++)
        {
            var name = Path.GetFileNameWithoutExtension(files[i]);
            if (Rendered(files[i], name, home, $"rendering {name} ({i + 1} of {files.Length})", stop, out failure) is not { } folder) return null;
            // one camera is the folder itself, several lie in it
            clips.AddRange(ScoreClip.Find(folder, out _).Select(c => c with { Name = c.Folder == folder ? name : $"{name}-{c.Name}" }));
        }
        return clips;
    }

    private static string? Rendered(string path, string name, string home, string what, CancellationToken stop, out Failure? failure)
    {
        failure = null;
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (ScenarioFile.Read(bytes, RuleBook.KnownRules, out var errors) is not { } scenario)
            {
                failure = new(FailureKind.Invalid, $"{path}: {errors[0]}");
                return null;
            }
            var folder = Path.Combine(Path.GetFullPath(home), $"{name}-{ScenarioFingerprint.Of(bytes, scenario)[..12]}");
            if (Directory.Exists(folder)) return folder;
            var making = folder + ".part";
            if (Directory.Exists(making)) Directory.Delete(making, recursive: true); // of a run that was killed
            using var progress = new RenderProgress(what);
            if (Simulation.Run(new(scenario, making, null, null, null, TruthOnly: false, Check: RuleBook.Check), progress.Show, stop) is SimulateOutcome.Failed failed)
            {
                failure = failed.Failure with { Text = $"{name}: {failed.Failure.Text}" };
                return null;
            }
            Directory.Move(making, folder);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.CannotWrite, $"can't render '{path}' into '{home}': {e.Message}");
            return null;
        }
    }
}
