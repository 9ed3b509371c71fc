using System.CommandLine;
using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Domain.Scenes;
using Qyran.Line;
using Qyran.Line.Adapting;
using Qyran.Server.Cameras;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Vision.Adapted;
using Spectre.Console;

namespace Qyran.Cli;

/// <summary><c>qyran adapt CAMERA</c>: the detector set right for one camera, from what it recorded.</summary>
internal static class AdaptCommand
{
    public static Command Create()
    {
        var what = new Argument<string[]>("CAMERA") { Description = "Id of a camera of the server, or video files of one camera.", Arity = ArgumentArity.OneOrMore };
        var data = new Option<string>("--data") { Description = "The server's data folder.", DefaultValueFactory = _ => ServeCommand.DataHome("data") };
        var database = new Option<string?>("--database") { Description = "postgres://user:password@host:port/name where the server uses it. A password may stand in PGPASSWORD instead." };
        var hours = new Option<double>("--hours") { Description = "Learn from so many of the camera's last recorded hours.", DefaultValueFactory = _ => 2 };
        var scene = new Option<string?>("--scene") { Description = "With video files: the camera's scene." };
        var @out = new Option<string?>("--out") { Description = "With video files: the file to write. Default: <first video's name>" + Adaptation.Ending + " here." };
        var command = new Command("adapt", """
            Set the detector right for one camera, from its own recordings.
            What drove through the picture was something, however faintly it was seen, and what is on no track was nothing. From every second
            minute it is learned how much a score is worth at this site; on the other minutes it is tried, and kept only if it is better there.
            Packs then name the adapted detector by its hash.
            Exit code: 0 tried (the output says whether it was kept), else nothing was tried.

            Examples:
              qyran adapt north-1
              qyran adapt north-1 --hours 6 --data /var/lib/qyran
              qyran adapt monday.mp4 tuesday.mp4 --scene street.yaml --out street.adapted.json
            """)
        { what, data, database, hours, scene, @out };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(what)!, parsed.GetValue(data)!, parsed.GetValue(database), parsed.GetValue(hours), parsed.GetValue(scene), parsed.GetValue(@out), stop));
        return command;
    }

    private static async Task<int> Run(string[] what, string data, string? database, double hours, string? scene, string? @out, CancellationToken stop)
    {
        if (!(hours is > 0 and <= 1000)) return Exit.Say(new(FailureKind.Invalid, "--hours must be above 0 and at most 1000"));
        if (what.Any(File.Exists)) return Adapt(what, scene, @out, stop);
        if (what.Length > 1) return Exit.Say(new(FailureKind.Invalid, $"there is no video '{what[0]}'; give one camera, or video files that are there"));
        if (scene is not null || @out is not null) return Exit.Say(new(FailureKind.Invalid, $"there is no video '{what[0]}'; --scene and --out belong to video files, a camera has its own"));
        if (what[0].AsSpan().ContainsAny('.', '/')) return Exit.Say(new(FailureKind.NotFound, $"there is no video '{what[0]}'")); // no camera's id has these
        var (store, failure) = await CheckCommand.Open(data, database, stop);
        if (store is null) return Exit.Say(failure!);
        await using var open = store;
        try
        {
            var (request, refused) = await AdaptCamera.Request(store, DataFolder.AsItIs(data), what[0], hours, stop);
            return request is null ? Exit.Say(refused!) : Adapt(request, "the camera uses it from its next start: pause and resume it, or start the server anew", stop);
        }
        catch (StoreException e)
        {
            return Exit.Say(e.Failure);
        }
    }

    private static int Adapt(string[] videos, string? scenePath, string? @out, CancellationToken stop)
    {
        if (videos.FirstOrDefault(v => !File.Exists(v)) is { } missing) return Exit.Say(new(FailureKind.NotFound, $"there is no video '{missing}'"));
        Scene? scene = null;
        if (scenePath is not null)
        {
            (scene, _, var failure) = LineOpening.ReadScene(scenePath);
            if (scene is null) return Exit.Say(failure!);
        }
        var path = @out ?? Path.GetFileNameWithoutExtension(videos[0]) + Adaptation.Ending;
        if (!AdaptedDetector.IsNamed(path)) return Exit.Say(new(FailureKind.Invalid, $"--out must end in {Adaptation.Ending}"));
        return Adapt(new AdaptRequest(scene?.Camera.Id ?? Path.GetFileNameWithoutExtension(videos[0]), [.. videos], scene, path), $"use it with --detector {Shell.Quoted(path)}", stop);
    }

    private static int Adapt(AdaptRequest request, string use, CancellationToken stop)
    {
        if (OutputFile.Refusal(request.Out) is { } unwritable) return Exit.Say(unwritable);
        using var progress = new ProgressLine();
        var outcome = AdaptRun.Run(request, failure =>
        {
            progress.Clear();
            Exit.Say(failure);
        }, progress.Show, TimeProvider.System, stop);
        progress.Dispose();
        switch (outcome)
        {
            case AdaptOutcome.Failed failed: return Exit.Say(failed.Failure);
            case AdaptOutcome.Tried tried:
                Print(request, tried, use);
                return 0;
            default: throw new InvalidOperationException("unknown outcome");
        }
    }

    private static void Print(AdaptRequest request, AdaptOutcome.Tried tried, string use)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = 200;
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Rounded };
        table.AddColumns("minutes held back", "found", "right", "both", "average precision", "cost of the score");
        List<(string Name, HeldBack At)> rows = [("as shipped", tried.Before)];
        if (tried.InUse is { } inUse) rows.Add(("in use", inUse));
        rows.Add(("adapted", tried.After));
        foreach (var (name, at) in rows)
            table.AddRow(name, Percent(at.Recall), Percent(at.Precision), Percent(at.F1), Percent(at.Average), at.Cost.ToString("0.000", CultureInfo.InvariantCulture));
        console.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tried.Seconds / 60:0.0} minutes watched, {tried.Tracks} road users followed, {tried.Samples} detections weighed"));
        Console.WriteLine(tried.Kept ? $"better: written to {request.Out}; {use}" : "not better on the minutes held back: nothing was written, what was there before stays");
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
