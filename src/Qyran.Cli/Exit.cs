using Qyran.Domain.Failures;
using Qyran.Evidence;

namespace Qyran.Cli;

/// <summary>The one place where a failure becomes a line on stderr and an exit code.</summary>
internal static class Exit
{
    /// <summary>Prints the failure's one line and returns its exit code.</summary>
    public static int Say(Failure failure)
    {
        Tell(failure.Text);
        return Of(failure.Kind);
    }

    /// <summary>Prints one line, whatever is in it: names of files come from others and could give the terminal orders, or begin a line of their own.</summary>
    public static void Tell(string text) => Console.Error.WriteLine("qyran: " + Finding.OneLine(text.ReplaceLineEndings(" "), int.MaxValue));

    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.NotFound => 66,
        FailureKind.Unreadable => 65,
        FailureKind.Unsupported => 69,
        FailureKind.Invalid => 64,
        FailureKind.Unreachable => 68,
        FailureKind.CannotWrite => 73,
        FailureKind.Cancelled => 130,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a kind of failure without an exit code"),
    };
}
