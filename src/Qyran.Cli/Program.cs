using System.CommandLine;
using System.CommandLine.Invocation;
using Qyran.Cli;
using Qyran.Cli.Scoring;

// The commands, in the order a newcomer meets them.
var root = new RootCommand("Qyran: a road camera as a measuring post, with evidence anyone can check.")
{
    DemoCommand.Create(),
    AnalyzeCommand.Create(),
    VerifyCommand.Create(),
    ReplayCommand.Create(),
    RedactCommand.Create(),
    PlatesCommand.Create(),
    DetectCommand.Create(),
    CalibrateCommand.Create(),
    AdaptCommand.Create(),
    SceneCommand.Create(),
    ScoreCommand.Create(),
    SimulateCommand.Create(),
    ServeCommand.Create(),
    CheckCommand.Create(),
    RecoverCommand.Create(),
    DoctorCommand.Create(),
};
// the library's own handling of Ctrl-C is switched off: a second one throws in it
using var stop = new StopSignal();
var parsed = root.WithLongHelp().Parse(args.Length == 0 ? ["--help"] : args);
if (parsed.Action is ParseErrorAction) return ParseFailure.Say(parsed);
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);
