using System.Collections.Immutable;
using System.Data.Common;

namespace Qyran.Storage;

/// <summary>The little that differs between the engines when a few plain rows are read or written. Failures come as <see cref="StoreException"/>.</summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>Runs the work in a transaction that is on disk when the task ends. The work must touch nothing but the connection.</summary>
    Task<T> Write<T>(Func<DbConnection, Task<T>> work, CancellationToken stop);

    /// <summary>Runs the work outside any transaction.</summary>
    Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop);

    /// <summary>What the database says when asked to look at itself; empty when all is well.</summary>
    Task<ImmutableArray<string>> Complaints(CancellationToken stop);
}
