using System.CommandLine;
using Qyran.Cli;

// The commands, in the order a newcomer meets them.
var root = new RootCommand("Qyran: a road camera as a measuring post, with evidence anyone can check.")
{
    AnalyzeCommand.Create(),
    VerifyCommand.Create(),
    ReplayCommand.Create(),
    SceneCommand.Create(),
    SimulateCommand.Create(),
    DoctorCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
