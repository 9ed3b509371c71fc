using System.CommandLine;
using System.Globalization;
using Qyran.Line.Redacting;

namespace Qyran.Cli;

/// <summary><c>qyran redact PACK.zip</c>: a copy to be handed out, in which nobody else can be made out.</summary>
internal static class RedactCommand
{
    public static Command Create()
    {
        var pack = new Argument<string>("PACK") { Description = "A pack (.zip). It is left as it is." };
        var @out = new Option<string?>("--out") { Description = "Folder for the copy; new or empty. Default: <case>-redacted here." };
        var detector = new Option<string?>("--detector") { Description = "An ONNX detector that knows people and vehicles. Default: the one that comes with the program." };
        var command = new Command("redact", """
            Make a copy of a pack's clip and pictures in which people and other vehicles are hidden, for the driver, a newspaper or a talk.
            The pack stays the evidence; redacted.json in the copy names it by its hash. A detector overlooks people: look through the copy before it is handed out.

            Examples:
              qyran redact results/evidence/p000012-speeding.zip
              qyran redact p000012-speeding.zip --out for-the-driver
            """)
        { pack, @out, detector };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(pack)!, parsed.GetValue(@out), parsed.GetValue(detector), stop)));
        return command;
    }

    private static int Run(string pack, string? @out, string? detector, CancellationToken stop)
    {
        var folder = @out ?? Path.GetFileNameWithoutExtension(pack) + "-redacted";
        using var progress = new ProgressLine();
        var (report, failure) = Redaction.Run(pack, folder, detector, TimeProvider.System, progress.Show, stop);
        progress.Dispose();
        if (report is null) return Exit.Say(failure!);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"case {report.CaseId}: {report.Files.Length} files in {folder}; somebody is hidden in {report.HiddenFrames} of {report.Frames} frames"));
        foreach (var (name, why) in report.LeftOut) Console.WriteLine($"  left out: {name}, {why}");
        Console.WriteLine("Look through it before it is handed out: a detector overlooks people.");
        return 0;
    }
}
