using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Media;

namespace Qyran.Simulator;

/// <summary>Runs a scenario for every camera and writes video.mp4, scene.yaml and truth.json. Files get their names when those of every camera are whole.</summary>
public static class Simulation
{
    /// <summary>A mount that turns on has a canvas that much wider drawn for it, degrees.</summary>
    private const double MostTurnDeg = 20;

    /// <summary>Of a canvas; more would take gigabytes, and only a very wide lens asks for it.</summary>
    private const long MostCanvasPx = 64_000_000;

    /// <summary>Each camera's files.</summary>
    private static readonly string[] Made = ["scene.yaml", "truth.json", "video.mp4"];

    public static SimulateOutcome Run(SimulateRequest request, Action<SimulateProgress> progress, CancellationToken stop)
    {
        var scenario = request.Scenario with { Seed = request.Seed ?? request.Scenario.Seed, Seconds = request.Seconds ?? request.Scenario.Seconds };
        if (request.Size is var (w, h)) scenario = scenario with { Cameras = [.. scenario.Cameras.Select(c => c.Resized(w, h))] };
        if (Refused(request, scenario, out var scenes) is { } refused) return new SimulateOutcome.Failed(refused);
        var files = new RunFiles();
        var done = ImmutableArray.CreateBuilder<SimulatedCamera>();
        Failure? failure = null;
        try
        {
            if (NotSimulated(request, scenario) is { } other)
                return new SimulateOutcome.Failed(new(FailureKind.CannotWrite, $"'{other}' is not a simulation's; give another folder with --out"));
            foreach (var (camera, scene) in scenario.Cameras.Zip(scenes))
            {
                var folder = Folder(request, scenario, camera);
                files.Folder(folder);
                files.Write(System.IO.Path.Combine(folder, "scene.yaml"), scene);
                var (result, failed) = One(request, scenario, camera, folder, files, progress, stop);
                failure = failed;
                if (result is null) break;
                done.Add(result);
            }
            if (failure is null)
            {
                if (SectionText.Of(scenario) is { } section) files.Write(System.IO.Path.Combine(request.Folder, "section.yaml"), section);
                files.Name();
                foreach (var camera in done) RemoveOlder(camera.Folder, files);
                RemoveOlder(request.Folder, files);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new(FailureKind.CannotWrite, $"can't write into '{request.Folder}': {e.Message}");
        }
        catch (OperationCanceledException)
        {
            failure = new(FailureKind.Cancelled, "stopped; nothing half-made is left");
        }
        if (failure is null) return new SimulateOutcome.Done(done.ToImmutable());
        files.TakeAway();
        return new SimulateOutcome.Failed(failure);
    }

    /// <summary>What can be told before anything is simulated; else null and every camera's scene, written.</summary>
    private static Failure? Refused(SimulateRequest request, Scenario scenario, out ImmutableArray<string> scenes)
    {
        scenes = [.. scenario.Cameras.Select(c => SceneText(scenario, c))];
        if (request.From is { } from && RealPath.Of(from) is { } real && Replaced(request, scenario).Any(r => RealPath.Of(r) == real))
            return new(FailureKind.Invalid, $"'{from}' would be written over by the results; give another folder with --out");
        var turn = Math.Abs(scenario.Picture.TurnDegPerMinute) * scenario.Seconds / 60;
        if (turn > MostTurnDeg)
            return new(FailureKind.Invalid, string.Create(CultureInfo.InvariantCulture,
                $"picture.turn_deg_per_minute turns the mount by {turn:0.#} degrees in {scenario.Seconds:0.#} s; at most {MostTurnDeg} are drawn, so turn it less or simulate fewer seconds"));
        foreach (var camera in scenario.Cameras)
        {
            var (x, y) = MountMotion.MarginPx(scenario, camera, scenario.Seconds);
            if ((camera.Width + (2L * x)) * (camera.Height + (2L * y)) > MostCanvasPx)
                return new(FailureKind.Invalid, $"picture.turn_deg_per_minute and picture.shake_px move the mount of camera '{camera.Id}' farther than can be drawn with so wide a lens; move it less, simulate fewer seconds or take a larger focal_px");
        }
        var known = scenario.Rules.ToImmutableDictionary(r => r.Rule, r => r.Values.Keys.ToImmutableArray(), StringComparer.Ordinal);
        foreach (var (camera, text) in scenario.Cameras.Zip(scenes))
        {
            if (SceneFile.Read(Encoding.UTF8.GetBytes(text), known, out var errors) is not { } scene)
                return new(FailureKind.Invalid, $"the scene of camera '{camera.Id}' could not be read again: {errors[0]}");
            if (request.Check?.Invoke(scene) is { } fault) return fault;
        }
        return null;
    }

    private static string Folder(SimulateRequest request, Scenario scenario, CameraPlan camera) =>
        scenario.Cameras.Length == 1 ? request.Folder : System.IO.Path.Combine(request.Folder, camera.Id);

    /// <summary>What a run of this scenario writes over, or takes away, where it is there.</summary>
    private static IEnumerable<string> Replaced(SimulateRequest request, Scenario scenario)
    {
        var names = scenario.Cameras.SelectMany(c => Made.Select(name => System.IO.Path.Combine(Folder(request, scenario, c), name)));
        if (SectionText.Of(scenario) is not null) names = names.Append(System.IO.Path.Combine(request.Folder, "section.yaml"));
        return names.SelectMany(name => (string[])[name, name + RunFiles.Unfinished]);
    }

    /// <summary>
    /// What a run would write over or take away though no run made it: a drawn scene is hours of work. Null where there is none. Texts tell by how they begin, pictures by the texts beside them.
    /// </summary>
    private static string? NotSimulated(SimulateRequest request, Scenario scenario)
    {
        foreach (var folder in scenario.Cameras.Select(c => Folder(request, scenario, c)).Where(Directory.Exists))
        {
            var (scene, truth, video) = (System.IO.Path.Combine(folder, "scene.yaml"), System.IO.Path.Combine(folder, "truth.json"), System.IO.Path.Combine(folder, "video.mp4"));
            if (File.Exists(scene) && !Begins(scene, SectionText.Begins)) return scene;
            if (File.Exists(truth) && !Begins(truth, TruthFile.Begins)) return truth;
            if (!File.Exists(scene) && !File.Exists(truth) && Stills(folder).Prepend(video).FirstOrDefault(File.Exists) is { } picture) return picture;
        }
        var section = System.IO.Path.Combine(request.Folder, "section.yaml");
        return SectionText.Of(scenario) is not null && File.Exists(section) && !Begins(section, SectionText.Begins) ? section : null;
    }

    private static bool Begins(string path, string words)
    {
        using var text = new StreamReader(path);
        var start = new char[words.Length];
        return text.ReadBlock(start) == start.Length && words.AsSpan().SequenceEqual(start);
    }

    /// <summary>The pictures that --stills makes.</summary>
    private static IEnumerable<string> Stills(string folder) =>
        Directory.GetFiles(folder, "still-*.png").Where(still => System.IO.Path.GetFileNameWithoutExtension(still)[6..].All(char.IsAsciiDigit));

    /// <summary>Takes away what an earlier run left in a folder and this one did not write: it would belong to another truth.</summary>
    private static void RemoveOlder(string folder, RunFiles files)
    {
        string At(string name) => System.IO.Path.Combine(folder, name);
        if (files.Wrote(At("truth.json")))
        {
            if (!files.Wrote(At("video.mp4"))) File.Delete(At("video.mp4"));
            foreach (var still in Stills(folder))
                if (!files.Wrote(At(System.IO.Path.GetFileName(still)))) File.Delete(still);
        }
        if (!files.Wrote(At("section.yaml")) && File.Exists(At("section.yaml")) && Begins(At("section.yaml"), SectionText.Begins))
            File.Delete(At("section.yaml"));
    }

    private static (SimulatedCamera? Result, Failure? Failure) One(
        SimulateRequest request, Scenario scenario, CameraPlan plan, string folder, RunFiles files, Action<SimulateProgress> progress, CancellationToken stop)
    {
        string Part(string name) => files.Part(System.IO.Path.Combine(folder, name));
        var (world, clock, motion) = (new TrafficWorld(scenario), new FrameClock(scenario, plan), new MountMotion(scenario, plan));
        var watch = new DeedWatch(scenario, world, new Camera(plan), SceneMaker.Make(scenario, plan));
        var ledger = new Ledger(scenario, world);
        var sights = new Sights(plan.Width, plan.Height, scenario.Weather.SightM);
        var length = (long)(scenario.Seconds * 1e6);
        var deeds = new List<Deed>();

        Picture? picture = null;
        VideoWriter? video = null;
        var frames = 0;
        try
        {
            if (!request.TruthOnly)
            {
                video = VideoWriter.Open(Part("video.mp4"), plan.Width, plan.Height, PixelLayout.Yuv420, out var broken,
                    scenario.Picture.Kbps is { } kbps ? new VideoQuality.BitRate(kbps) : new VideoQuality.Constant(scenario.Picture.Crf));
                if (video is null) return (null, broken);
                picture = new(scenario, plan, MountMotion.MarginPx(scenario, plan, scenario.Seconds));
            }
            using (var file = new FileStream(Part("truth.json"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            using (var truth = new TruthFile(file, scenario, plan, clock))
            {
                var seen = new List<Sight>();
                var stills = 0;
                Task<Failure?>? writing = null;
                foreach (var stamp in clock.Frames(scenario.Seconds))
                {
                    stop.ThrowIfCancellationRequested();
                    if (!stamp.Again)
                    {
                        world.RunTo(stamp.ExposedUs, _ => watch.Step());
                        var actors = Actor.Of(world, stamp.ExposedUs);
                        var (pan, tilt, roll) = motion.At(stamp.ExposedUs);
                        if (motion.Moves) watch.Camera = new Camera(plan, pan, tilt, roll);
                        seen = sights.Of(watch.Camera, actors);
                        picture?.Draw(actors, stamp.ExposedUs, (pan, tilt, roll));
                    }
                    truth.Frame(stamp, seen);
                    ledger.Frame(seen, stamp.ExposedUs, watch.Camera);
                    if (picture is not null)
                    {
                        if (writing?.GetAwaiter().GetResult() is { } failed) return (null, failed);
                        var bytes = picture.Take();
                        writing = Task.Run(() => video!.Write(bytes, stamp.MediaUs), CancellationToken.None);
                        if (request.Stills is { } every && stamp.ExposedUs >= stills * every * 1e6) picture.Still(Part($"still-{stills++:000}.png"));
                    }
                    frames++;
                    progress(new(plan.Id, stamp.ExposedUs / 1e6, scenario.Seconds));
                }
                if (writing?.GetAwaiter().GetResult() is { } last) return (null, last);
                // of whom nothing is listed nothing is told: just out of sight, or hidden all the time
                deeds.AddRange(watch.Deeds.Concat(ledger.TooFast()).Where(d => d.AtUs < length && ledger.Seen.ContainsKey(d.Vehicle)));
                truth.End(ledger, deeds, length);
            }
            if (video?.Finish() is { } unfinished) return (null, unfinished);
        }
        finally
        {
            video?.Dispose();
            picture?.Dispose();
        }
        var people = ledger.Seen.Values.Count(e => e.Class is RoadUser.Person);
        return (new(plan.Id, folder, frames, ledger.Seen.Count - people, people, deeds.CountBy(d => d.Rule).ToImmutableSortedDictionary(StringComparer.Ordinal)), null);
    }

    private static string SceneText(Scenario scenario, CameraPlan plan) =>
        $"{SectionText.Begins} for the scenario {scenario.Name}, seed {scenario.Seed}: belongs to its video.\n" + SceneFileWriter.Write(SceneMaker.Make(scenario, plan));
}
