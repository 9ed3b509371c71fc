using System.CommandLine;
using System.CommandLine.Parsing;
using Qyran.Domain.Failures;
using Qyran.Domain.Plates;

namespace Qyran.Cli;

/// <summary>
/// A command line that cannot be understood, told in one line. The library itself would print the whole help and answer 1, which to whoever asked <c>verify</c> means
/// that the evidence was altered.
/// </summary>
internal static class ParseFailure
{
    /// <summary>A word that differs from a command's name in more signs is not that one mistyped.</summary>
    private const int MostEdits = 2;

    /// <summary>Prints the line and returns the exit code.</summary>
    public static int Say(ParseResult parsed)
    {
        if (Unknown(parsed) is { } unknown) return Exit.Say(new(FailureKind.Invalid, $"{unknown} (see {Name(parsed.CommandResult)} --help)"));
        var wrong = string.Join(' ', parsed.Errors.Select(e => e.Message)).Replace("\t", "", StringComparison.Ordinal);
        return Exit.Say(new(FailureKind.Invalid, $"{wrong} (see {Name(parsed.CommandResult)} --help)"));
    }

    /// <summary>Of a word where a command belongs, which the library tells as three things; null where it is something else.</summary>
    private static string? Unknown(ParseResult parsed)
    {
        var above = parsed.CommandResult.Command;
        if (above.Subcommands.Count == 0 || above.Arguments.Count > 0 || parsed.UnmatchedTokens is not [var word, ..] || word.StartsWith('-')) return null;
        if (word == "test" && above is RootCommand) return "there is no command 'test'; only ./qyran in the project's folder has it";
        var near = above.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, Edits: EditDistance.AtMost<char>(word, c.Name, MostEdits))).MinBy(c => c.Edits);
        return $"there is no command '{word}'{(near.Edits <= MostEdits ? $"; did you mean {near.Name}?" : "")}";
    }

    /// <summary>As it is typed: <c>qyran check audit</c>.</summary>
    private static string Name(CommandResult command) => command.Parent is CommandResult above ? $"{Name(above)} {command.Command.Name}" : "qyran";
}
