using System.CommandLine;
using Qyran.Evidence;
using Qyran.Line;

namespace Qyran.Cli;

/// <summary><c>qyran replay PACK.zip</c>: measure a case again from nothing but its pack.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var pack = new Argument<string>("PACK") { Description = "A pack (.zip)." };
        var detector = new Option<string?>("--detector")
        {
            Description = "'motion', or the model file the pack names (its hash must be the pack's). Default: what the pack names, where it ships with the program.",
        };
        var command = new Command("replay", """
            Measure a case again from its pack: passage, speed and verdict from the recorded track, the vehicle from the clip's pixels.
            The first three must be the same, the speed to the mm/h. Exit code: 0 nothing that was compared differs (the last line says whether the
            clip was compared), 1 something differs; a pack that does not verify is refused.

            Example:
              qyran replay results/evidence/p000012-speeding.zip
            """)
        { pack, detector };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(pack)!, parsed.GetValue(detector), stop)));
        return command;
    }

    private static int Run(string pack, string? detector, CancellationToken stop)
    {
        var (report, failure) = Replay.Run(pack, detector, stop);
        // scene, rule and detector are named in the words of whoever signed the pack
        if (report is null) return Exit.Say(new(failure!.Kind, Finding.OneLine(failure!.Text)));
        Console.WriteLine($"case {Finding.OneLine(report.CaseId, 100)}");
        foreach (var line in report.Lines)
            Console.WriteLine($"  {(line.Same switch { true => "same   ", false => "DIFFERS", null => "not compared" })}  {line.What}: {Finding.OneLine(line.Text)}");
        Console.WriteLine(Finding.OneLine(report.Words));
        return report.Agrees ? 0 : 1;
    }
}
