using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>The one place where a failure becomes a line on stderr and an exit code.</summary>
internal static class Exit
{
    /// <summary>Prints the failure's one line and returns its exit code.</summary>
    public static int Say(Failure failure)
    {
        Console.Error.WriteLine("qyran: " + failure.Text.ReplaceLineEndings(" "));
        return Of(failure.Kind);
    }

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
