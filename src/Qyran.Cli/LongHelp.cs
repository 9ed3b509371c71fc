using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Qyran.Cli;

/// <summary>
/// A command's description may have many lines: the list of commands shows the first, the command's own help the rest
/// (what it answers with, examples) below its options.
/// </summary>
internal static class LongHelp
{
    /// <summary>Parts the descriptions of a whole tree of commands and puts the rest where the help of each ends.</summary>
    public static RootCommand WithLongHelp(this RootCommand root)
    {
        var rest = new Dictionary<Command, string>();
        Part(root, rest);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Action((HelpAction)help.Action!, rest);
        return root;
    }

    private static void Part(Command command, Dictionary<Command, string> rest)
    {
        var lines = (command.Description ?? "").ReplaceLineEndings("\n").Split('\n', 2);
        command.Description = lines[0];
        if (lines.Length == 2) rest[command] = lines[1].Trim('\n');
        foreach (var sub in command.Subcommands) Part(sub, rest);
    }

    private sealed class Action(HelpAction standard, Dictionary<Command, string> rest) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            // what a command above takes is not given to this one: "check audit DATA", not "check DATA audit DATA"
            for (var above = parseResult.CommandResult.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
                foreach (var argument in above.Command.Arguments) argument.Hidden = true;
            var code = standard.Invoke(parseResult);
            if (rest.TryGetValue(parseResult.CommandResult.Command, out var more)) parseResult.InvocationConfiguration.Output.WriteLine(more);
            return code;
        }
    }
}
