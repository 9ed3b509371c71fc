using System.Collections.Immutable;
using System.Data.Common;
using Npgsql;
using Qyran.Domain.Failures;

namespace Qyran.Storage.Postgres;

/// <summary>A PostgreSQL database: a pool of connections, a transaction for every write.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    // any number, the same in every Qyran: who holds it may change tables
    private const string TableLock = "select pg_advisory_xact_lock(5129043771)";
    private readonly NpgsqlDataSource source;
    private readonly string where;

    private PostgresDatabase(NpgsqlDataSource source, string where) => (this.source, this.where) = (source, where);

    /// <summary>Opens the database and brings its schema up to date. The database itself must be there.</summary>
    public static async Task<(PostgresDatabase?, Failure?)> Open(string address, TimeProvider clock, CancellationToken stop)
    {
        if (PostgresAddress.Parse(address, out var refused) is not { } at) return (null, refused);
        var database = new PostgresDatabase(NpgsqlDataSource.Create(at), PostgresAddress.Say(at));
        try
        {
            await using (var connection = await database.source.OpenConnectionAsync(stop))
                refused = await Migrations.Apply(connection, Migration.Of("postgres"), TableLock, clock, stop);
        }
        catch (Exception e) when (PostgresFailures.Of(e, database.where) is { } failure)
        {
            refused = failure;
        }
        if (refused is null) return (database, null);
        await database.DisposeAsync();
        return (null, refused);
    }

    public Task<T> Write<T>(Func<DbConnection, Task<T>> work, CancellationToken stop) => WriteWith(work, stop);

    /// <summary>As <see cref="Write{T}"/>, for work that wants PostgreSQL's own types.</summary>
    public async Task<T> WriteWith<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken stop)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(stop);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            var result = await work(connection);
            await transaction.CommitAsync(stop);
            return result;
        }
        catch (Exception e) when (PostgresFailures.Of(e, where) is { } failure)
        {
            throw new StoreException(failure, e);
        }
    }

    /// <summary>As <see cref="Write{T}"/>, while no other program changes tables.</summary>
    public Task ChangeTables(Func<DbConnection, Task> work, CancellationToken stop) => Write(async c =>
    {
        await c.Run(TableLock);
        await work(c);
        return 0;
    }, stop);

    public async Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(stop);
            return await work(connection);
        }
        catch (Exception e) when (PostgresFailures.Of(e, where) is { } failure)
        {
            throw new StoreException(failure, e);
        }
    }

    /// <summary>PostgreSQL checks its pages as it reads them where data checksums are on; its administrator has pg_amcheck for more.</summary>
    public Task<ImmutableArray<string>> Complaints(CancellationToken stop) => Task.FromResult(ImmutableArray<string>.Empty);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
