using System.Net.Sockets;
using Npgsql;
using Qyran.Domain.Failures;

namespace Qyran.Storage.Postgres;

/// <summary>Which of PostgreSQL's errors are the outside world's, and what to say of them. The rest are bugs and stay exceptions.</summary>
internal static class PostgresFailures
{
    /// <summary>The exception to hand on: a <see cref="StoreException"/> where the world failed, the same one otherwise.</summary>
    public static Exception Translate(Exception e, string where) => Of(e, where) is { } failure ? new StoreException(failure, e) : e;

    public static Failure? Of(Exception e, string where) => e switch
    {
        // classes as the manual's appendix A numbers them
        PostgresException p => p.SqlState switch
        {
            "53100" => new Failure(FailureKind.CannotWrite, $"the database at {where} cannot write: its disk is full"),
            "3D000" => new Failure(FailureKind.NotFound, $"the database server at {where} has no such database: create it"),
            // PostgreSQL's texts hold no zero; SQLite's do. What waits in the outbox is sent without
            "22021" => new Failure(FailureKind.Invalid, "a text holds a sign that cannot be kept"),
            "25006" or "42501" => new Failure(FailureKind.CannotWrite, $"the database at {where} does not let this user write ({p.MessageText})"),
            ['2', '8', ..] => new Failure(FailureKind.Invalid, $"the database at {where} refuses the user or password"),
            ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] => new Failure(FailureKind.Unreachable, $"the database at {where} is not available ({p.MessageText})"),
            ['5', '8', ..] => new Failure(FailureKind.CannotWrite, $"the database at {where} cannot use its disk ({p.MessageText})"),
            ['X', 'X', ..] => new Failure(FailureKind.Unreadable, $"the database at {where} is damaged ({p.MessageText})"),
            _ => null,
        },
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } or TimeoutException or SocketException =>
            new Failure(FailureKind.Unreachable, $"the database at {where} does not answer"),
        NpgsqlException { IsTransient: true } => new Failure(FailureKind.Unreachable, $"the database at {where} is not available ({e.Message})"),
        _ => null,
    };
}
