using Spectre.Console;

namespace Qyran.Cli.Scoring;

/// <summary>The console the score tables are printed on.</summary>
internal static class ScoreConsole
{
    // wide enough for SORT's fourteen columns when the output goes into a file
    private const int WidthElsewhere = 140;

    public static IAnsiConsole Open()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = WidthElsewhere;
        return console;
    }
}
