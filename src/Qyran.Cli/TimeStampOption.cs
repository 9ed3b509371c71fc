using System.CommandLine;
using Qyran.Domain.Failures;
using Qyran.Evidence;

namespace Qyran.Cli;

/// <summary><c>--timestamp</c>, the same wherever packs are made.</summary>
internal static class TimeStampOption
{
    public static Option<string?> Create() => new("--timestamp")
    {
        Description = "Address of a time-stamping authority (RFC 3161), which vouches for when each evidence pack was signed; it learns a hash, nothing else.",
    };

    /// <summary>The authority's address; null where none was given, or, with a failure, where that is no address.</summary>
    public static Uri? Read(string? given, out Failure? failure)
    {
        failure = null;
        if (given is null) return null;
        var address = TimeStampAuthority.Address(given, out var unclear);
        failure = unclear is null ? null : unclear with { Text = $"--timestamp {unclear.Text}" };
        return address;
    }
}
