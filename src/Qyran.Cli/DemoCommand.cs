using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Rules;
using Qyran.Server;
using Qyran.Simulator;
using Qyran.Vision;
using Qyran.Vision.Onnx;

namespace Qyran.Cli;

/// <summary><c>qyran demo</c>: the whole system on a made-up junction, no camera and no internet needed.</summary>
internal static class DemoCommand
{
    /// <summary>Of the scenario; both the speeder and the red light are in it, and two idle cores render it in under a minute.</summary>
    private const double Seconds = 30;

    /// <summary>The same seconds make the same cases again and again; a demo nobody looks at must not fill the disk.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Where the pages are; 0: any free one.", DefaultValueFactory = _ => ServerSettings.DefaultPort };
        var data = new Option<string>("--data") { Description = "Folder for what the demo records; the rendered junction is kept there for the next time.", DefaultValueFactory = _ => ServeCommand.DataHome("demo") };
        var quiet = new Option<bool>("--no-browser") { Description = "Only print the link." };
        var pages = new Option<string?>("--pages") { Description = "Read the pages' files from this folder (src/Qyran.Server/web), for working on them.", Hidden = true };
        var command = new Command("demo", """
            Show the whole system on a simulated junction: live video with boxes and speeds, passages, a speeding and a red-light case with evidence.
            The first start renders the junction (about a minute); after that it begins at once. Ctrl-C ends it.

            Examples:
              qyran demo
              qyran demo --no-browser --port 8080
            """)
        { port, data, quiet, pages };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(port), parsed.GetValue(data)!, parsed.GetValue(quiet), parsed.GetValue(pages), stop));
        return command;
    }

    private static async Task<int> Run(int port, string data, bool quiet, string? pages, CancellationToken stop)
    {
        if (port is < 0 or > 65535) return Exit.Say(new(FailureKind.Invalid, "--port must be from 0 (any free one) to 65535"));
        var settings = new ServerSettings { DataFolder = data, Port = port, Detector = ShippedModels.Road ?? "motion", Pages = pages };
        var (server, refused) = await QyranServer.Start(settings, TimeProvider.System, stop);
        if (server is null) return Exit.Say(refused!);
        await using var running = server;
        // only now: that the port is taken nobody wants to learn after a minute's rendering
        var (clip, scene, failure) = Rendered(data, stop);
        if (clip is null) return Exit.Say(failure!);
        var camera = new PlayedCamera("junction", "Abay Ave / Seifullin St (simulated)", "north-1", "Northbound", clip, await File.ReadAllTextAsync(scene!, stop)) { At = (43.2404, 76.9343) };
        if (await server.Play(camera, stop) is { } unplayed) return Exit.Say(unplayed);
        var link = server.NewSignInLink();
        Console.WriteLine($"""
            The junction is live. Open this link, it signs you in (once, within {QyranServer.SignInLastsMinutes} minutes):

              {link}

            Within a minute or two a speeding and a red-light case appear under Cases. Ctrl-C ends the demo.
            """);
        if (!quiet) Open(link);
        try
        {
            await Task.Delay(Lasts, stop);
            await server.Pause(camera.Id, stop);
            Console.WriteLine("an hour is over: the camera is paused so that the disk does not fill; resume it on the page Cameras. The pages stay.");
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("stopping: finishing what is being recorded");
        }
        return 0;
    }

    /// <summary>The clip's name in the data folder's <c>videos</c> and the path of its scene; rendered now unless it lies there from last time.</summary>
    private static (string? Clip, string? Scene, Failure?) Rendered(string data, CancellationToken stop)
    {
        var path = ShippedFiles.Find(Path.Combine("scenarios", "junction.yaml"));
        if (path is null) return (null, null, new(FailureKind.NotFound, "the demo's scenario (scenarios/junction.yaml) is not beside the program"));
        var bytes = File.ReadAllBytes(path);
        if (ScenarioFile.Read(bytes, RuleBook.KnownRules, out var errors) is not { } scenario) return (null, null, new(FailureKind.Invalid, $"{path}: {errors[0]}"));
        var name = ClipName(bytes, scenario);
        var videos = Path.Combine(Path.GetFullPath(data), "videos");
        var (clip, scene) = (Path.Combine(videos, name + ".mp4"), Path.Combine(videos, name + ".yaml"));
        if (File.Exists(clip) && File.Exists(scene)) return (name + ".mp4", scene, null);

        var folder = Path.Combine(videos, name + ".made");
        using var progress = new RenderProgress("rendering");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"qyran: rendering {Seconds:0} s of a junction; next time it is there already"));
        var outcome = Simulation.Run(new(scenario, folder, Seconds, null, null, TruthOnly: false), progress.Show, stop);
        progress.Dispose();
        if (outcome is SimulateOutcome.Failed failed) return (null, null, failed.Failure);
        try
        {
            File.Move(Path.Combine(folder, "scene.yaml"), scene, overwrite: true);
            File.Move(Path.Combine(folder, "video.mp4"), clip, overwrite: true);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, null, new(FailureKind.CannotWrite, $"can't write into '{videos}': {e.Message}"));
        }
        return (name + ".mp4", scene, null);
    }

    /// <summary>Another scenario is another clip, and so is what another version of the simulator makes of it.</summary>
    internal static string ClipName(ReadOnlySpan<byte> file, Scenario scenario) => $"junction-{ScenarioFingerprint.Of(file, scenario)[..12]}";

    /// <summary>Shows the link in whatever browser there is. None is no failure: the link is printed.</summary>
    private static void Open(string link)
    {
        if (Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null) return;
        try
        {
            using var opener = Process.Start(new ProcessStartInfo("xdg-open") { ArgumentList = { link }, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // no such program
        }
    }
}
