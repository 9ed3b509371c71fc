using System.CommandLine;
using System.CommandLine.Parsing;
using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>
/// A command line that cannot be understood, told in one line. The library itself would print the whole help and answer 1, which to whoever asked <c>verify</c> means
/// that the evidence was altered.
/// </summary>
internal static class ParseFailure
{
    /// <summary>Prints the line and returns the exit code.</summary>
    public static int Say(ParseResult parsed)
    {
        var wrong = string.Join(' ', parsed.Errors.Select(e => e.Message)).Replace("\t", "", StringComparison.Ordinal);
        return Exit.Say(new(FailureKind.Invalid, $"{wrong} (see {Name(parsed.CommandResult)} --help)"));
    }

    /// <summary>As it is typed: <c>qyran check audit</c>.</summary>
    private static string Name(CommandResult command) => command.Parent is CommandResult above ? $"{Name(above)} {command.Command.Name}" : "qyran";
}
