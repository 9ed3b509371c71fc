using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Rules;
using Qyran.Simulator;

namespace Qyran.Cli;

/// <summary><c>qyran simulate SCENARIO.yaml --out DIR</c>: a made-up road with exact ground truth.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("SCENARIO.yaml") { Description = "What happens on the road and which cameras see it; the shipped ones are in scenarios/." };
        var @out = new Option<string>("--out") { Description = "Folder for video.mp4, scene.yaml and truth.json (one folder per camera where there are several).", Required = true };
        var seconds = new Option<double?>("--seconds") { Description = "Length of the video, instead of the scenario's." };
        var seed = new Option<int?>("--seed") { Description = "Another seed gives other traffic on the same road; the same seed gives the same bytes of truth." };
        var size = new Option<string?>("--size") { Description = "Picture size WxH, instead of the cameras'; the view across stays." };
        var truthOnly = new Option<bool>("--truth-only") { Description = "No video: scene.yaml and truth.json alone, in a fraction of the time." };
        var stills = new Option<double?>("--stills") { Description = "Also write a PNG every so many seconds." };
        var command = new Command("simulate", """
            Simulate a road: render a video, and write the matching scene and the exact truth about it.

            Examples:
              qyran simulate scenarios/junction.yaml --out sim
              qyran simulate scenarios/night-rain.yaml --out sim --seconds 20 --size 1920x1080
              qyran simulate scenarios/queue.yaml --out sim --seed 7 --truth-only
              qyran analyze sim/video.mp4 --scene sim/scene.yaml --out results --annotate
            """)
        { file, @out, seconds, seed, size, truthOnly, stills };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(file)!, parsed.GetValue(@out)!, parsed.GetValue(seconds), parsed.GetValue(seed),
            parsed.GetValue(size), parsed.GetValue(truthOnly), parsed.GetValue(stills), stop)));
        return command;
    }

    private static int Run(string path, string folder, double? seconds, int? seed, string? size, bool truthOnly, double? stills, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(path)) return Exit.Say(new(FailureKind.Invalid, "SCENARIO.yaml is empty; name a scenario file, such as scenarios/junction.yaml"));
        if (string.IsNullOrWhiteSpace(folder)) return Exit.Say(new(FailureKind.Invalid, "--out is empty; name a folder"));
        if (seconds is not null and not (>= 0.2 and <= 86_400)) return Exit.Say(new(FailureKind.Invalid, "--seconds must be from 0.2 to 86400"));
        if (seed < 0) return Exit.Say(new(FailureKind.Invalid, "--seed must not be below 0"));
        if (stills is <= 0) return Exit.Say(new(FailureKind.Invalid, "--stills must be above 0"));
        (int, int)? pixels = null;
        if (size is not null)
        {
            var parts = size.Split('x');
            if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var w)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var h) || w is < 64 or > 4096 || h is < 64 or > 4096 || w % 2 + h % 2 > 0)
                return Exit.Say(new(FailureKind.Invalid, $"--size '{size}' is no size; write it like 1280x720, both even, from 64 to 4096"));
            pixels = (w, h);
        }
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Exit.Say(new(FailureKind.NotFound, $"no scenario file '{path}'"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Exit.Say(new(FailureKind.Unreadable, $"can't read scenario file '{path}': {e.Message}"));
        }
        var scenario = ScenarioFile.Read(bytes, RuleBook.KnownRules, out var errors);
        if (scenario is null)
        {
            // a misspelt key makes the right one missing too; the misspelling is what helps
            var first = errors.FirstOrDefault(e => e.Text != "is missing") ?? errors[0];
            var others = string.Concat(errors.Where(e => e != first).Take(4).Select(e => $"; {e}"));
            return Exit.Say(new(FailureKind.Invalid, $"{path}: {first}{others}"));
        }
        var began = Stopwatch.GetTimestamp();
        using var progress = new Bar();
        var outcome = Simulation.Run(new(scenario, folder, seconds, seed, pixels, truthOnly, stills, RuleBook.Check, path), progress.Show, stop);
        progress.Dispose();
        if (outcome is SimulateOutcome.Failed failed) return Exit.Say(failed.Failure);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var camera in ((SimulateOutcome.Done)outcome).Cameras)
        {
            var deeds = camera.Violations.IsEmpty ? "none" : string.Join(", ", camera.Violations.Select(v => $"{v.Key} {v.Value}"));
            Console.WriteLine($"{camera.Folder}: {camera.Frames} frames, {camera.Vehicles} vehicles, {camera.People} people, violations: {deeds}");
        }
        var length = (seconds ?? scenario.Seconds) * scenario.Cameras.Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length:0.#} s simulated in {took:0.0} s ({length / took:0.0}× real time)"));
        return 0;
    }

    /// <summary>A bar that redraws itself on a terminal, a plain line every ten seconds elsewhere.</summary>
    private sealed class Bar : IDisposable
    {
        private readonly bool terminal = !Console.IsErrorRedirected;
        private long began = Stopwatch.GetTimestamp();
        private long shown = Stopwatch.GetTimestamp();
        private string? camera;
        private bool drawn;

        public void Show(SimulateProgress now)
        {
            // every camera's seconds begin anew
            if (camera is not null && camera != now.Camera) began = Stopwatch.GetTimestamp();
            camera = now.Camera;
            if (Stopwatch.GetElapsedTime(shown).TotalSeconds < (terminal ? 0.2 : 10)) return;
            shown = Stopwatch.GetTimestamp();
            var full = (int)(28 * Math.Clamp(now.DoneSeconds / now.OfSeconds, 0, 1));
            var rate = now.DoneSeconds / Stopwatch.GetElapsedTime(began).TotalSeconds;
            var text = string.Create(CultureInfo.InvariantCulture,
                $"{now.Camera} {new string('━', full)}{new string('╌', 28 - full)} {now.DoneSeconds:0.0} of {now.OfSeconds:0.0} s, {rate:0.0}× real time");
            if (terminal) Console.Error.Write("\r\u001b[2K" + text);
            else Console.Error.WriteLine(text);
            drawn = true;
        }

        public void Dispose()
        {
            if (drawn && terminal) Console.Error.Write("\r\u001b[2K");
            drawn = false;
        }
    }
}
