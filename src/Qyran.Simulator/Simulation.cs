using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Media;

namespace Qyran.Simulator;

/// <summary>Runs a scenario for every camera and writes video.mp4, scene.yaml and truth.json. Files get their names when they are whole.</summary>
public static class Simulation
{
    public static SimulateOutcome Run(SimulateRequest request, Action<SimulateProgress> progress, CancellationToken stop)
    {
        var scenario = request.Scenario with { Seed = request.Seed ?? request.Scenario.Seed, Seconds = request.Seconds ?? request.Scenario.Seconds };
        if (request.Size is var (w, h)) scenario = scenario with { Cameras = [.. scenario.Cameras.Select(c => c.Resized(w, h))] };
        var fresh = !Directory.Exists(request.Folder);
        var done = ImmutableArray.CreateBuilder<SimulatedCamera>();
        var made = new List<string>();
        Failure? failure = null;
        try
        {
            foreach (var camera in scenario.Cameras)
            {
                var folder = scenario.Cameras.Length == 1 ? request.Folder : System.IO.Path.Combine(request.Folder, camera.Id);
                Directory.CreateDirectory(folder);
                made.Add(folder);
                var (result, failed) = One(request, scenario, camera, folder, progress, stop);
                failure = failed;
                if (result is null) break;
                done.Add(result);
            }
            if (failure is null && SectionText.Of(scenario) is { } section)
                File.WriteAllText(System.IO.Path.Combine(request.Folder, "section.yaml"), section, new UTF8Encoding(false));
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
        foreach (var folder in made)
            foreach (var part in Directory.EnumerateFiles(folder, "*.part")) File.Delete(part);
        if (fresh && Directory.Exists(request.Folder)) Directory.Delete(request.Folder, recursive: true);
        return new SimulateOutcome.Failed(failure);
    }

    private static (SimulatedCamera? Result, Failure? Failure) One(
        SimulateRequest request, Scenario scenario, CameraPlan plan, string folder, Action<SimulateProgress> progress, CancellationToken stop)
    {
        string At(string name) => System.IO.Path.Combine(folder, name);
        var (world, clock, motion) = (new TrafficWorld(scenario), new FrameClock(scenario, plan), new MountMotion(scenario, plan));
        var atRest = new Camera(plan);
        var watch = new DeedWatch(scenario, world, atRest);
        var ledger = new Ledger(scenario, world);
        var sights = new Sights(plan.Width, plan.Height, scenario.Weather.SightM);
        File.WriteAllText(At("scene.yaml.part"), SceneText(scenario, plan), new UTF8Encoding(false));

        Picture? picture = null;
        VideoWriter? video = null;
        var frames = 0;
        try
        {
            if (!request.TruthOnly)
            {
                video = VideoWriter.Open(At("video.mp4"), plan.Width, plan.Height, PixelLayout.Yuv420, out var broken,
                    scenario.Picture.Kbps is { } kbps ? new VideoQuality.BitRate(kbps) : new VideoQuality.Constant(scenario.Picture.Crf));
                if (video is null) return (null, broken);
                picture = new(scenario, plan, MountMotion.MarginPx(scenario, plan, scenario.Seconds));
            }
            using (var file = new FileStream(At("truth.json.part"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
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
                        seen = sights.Of(motion.Moves ? new Camera(plan, pan, tilt, roll) : atRest, actors);
                        picture?.Draw(actors, stamp.ExposedUs, (pan, tilt, roll));
                    }
                    truth.Frame(stamp, seen);
                    ledger.Frame(seen, stamp.ExposedUs);
                    if (picture is not null)
                    {
                        if (writing?.GetAwaiter().GetResult() is { } failed) return (null, failed);
                        var bytes = picture.Take();
                        writing = Task.Run(() => video!.Write(bytes, stamp.MediaUs), CancellationToken.None);
                        if (request.Stills is { } every && stamp.ExposedUs >= stills * every * 1e6) picture.Still(At($"still-{stills++:000}.png"));
                    }
                    frames++;
                    progress(new(plan.Id, stamp.ExposedUs / 1e6, scenario.Seconds));
                }
                if (writing?.GetAwaiter().GetResult() is { } last) return (null, last);
                var length = (long)(scenario.Seconds * 1e6);
                truth.End(ledger, watch.Deeds.Concat(ledger.TooFast()).Where(d => d.AtUs < length), length);
            }
            if (video?.Finish() is { } unfinished) return (null, unfinished);
        }
        finally
        {
            video?.Dispose();
            picture?.Dispose();
        }
        File.Move(At("scene.yaml.part"), At("scene.yaml"), overwrite: true);
        File.Move(At("truth.json.part"), At("truth.json"), overwrite: true);
        var deeds = watch.Deeds.Concat(ledger.TooFast()).CountBy(d => d.Rule).ToImmutableSortedDictionary(StringComparer.Ordinal);
        var people = ledger.Seen.Values.Count(e => e.Class is RoadUser.Person);
        return (new(plan.Id, folder, frames, ledger.Seen.Count - people, people, deeds), null);
    }

    private static string SceneText(Scenario scenario, CameraPlan plan) =>
        $"# Written by qyran simulate for the scenario {scenario.Name}, seed {scenario.Seed}: belongs to its video.\n" + SceneFileWriter.Write(SceneMaker.Make(scenario, plan));
}
