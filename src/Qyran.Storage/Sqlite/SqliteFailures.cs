using Microsoft.Data.Sqlite;
using Qyran.Domain.Failures;

namespace Qyran.Storage.Sqlite;

/// <summary>Which of SQLite's errors are the outside world's, and what to say of them. The rest are bugs and stay exceptions.</summary>
internal static class SqliteFailures
{
    /// <summary>The exception to hand on: a <see cref="StoreException"/> where the world failed, the same one otherwise.</summary>
    public static Exception Translate(Exception e, string path) =>
        e is SqliteException sqlite && Of(sqlite.SqliteErrorCode, path) is { } failure ? new StoreException(failure, e) : e;

    public static Failure? Of(int code, string path) => code switch
    {
        13 => new Failure(FailureKind.CannotWrite, $"cannot write to {path}: the disk is full"),
        8 => new Failure(FailureKind.CannotWrite, $"cannot write to {path}: it is read-only"),
        14 => new Failure(FailureKind.CannotWrite, $"cannot open {path}: no such folder or no permission"),
        10 => new Failure(FailureKind.CannotWrite, $"cannot read or write {path}: the disk reports an error or refuses more"),
        5 or 6 => new Failure(FailureKind.Unreachable, $"{path} is held by another program"),
        11 => new Failure(FailureKind.Unreadable, $"{path} is damaged: restore a copy, or save what can be read with the sqlite3 program's .recover"),
        26 => new Failure(FailureKind.Unreadable, $"{path} is not a Qyran database"),
        _ => null,
    };
}
