using System.Collections.Immutable;
using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Qyran.Domain.Failures;

namespace Qyran.Storage.Sqlite;

/// <summary>
/// A SQLite file in WAL mode with one writer: a thread takes every write that waits, runs them in one transaction and answers all when it is
/// on disk. So a hundred callers cost one fsync, and no caller ever meets "database is locked". Reads go beside it on connections of their own.
/// </summary>
internal sealed class SqliteDatabase : IDatabase
{
    private const int MostInOne = 512;
    private readonly Channel<SqliteJob> jobs = Channel.CreateBounded<SqliteJob>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly string path;
    private readonly string readFrom;
    private readonly SqliteConnection connection;
    private readonly Task writer;

    private SqliteDatabase(string path, SqliteConnection connection)
    {
        (this.path, this.connection) = (path, connection);
        readFrom = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 30 }.ToString();
        writer = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Opens or makes the file and brings its schema up to date.</summary>
    /// <param name="schema">Folder of the schema's steps.</param>
    public static async Task<(SqliteDatabase?, Failure?)> Open(string path, TimeProvider clock, CancellationToken stop, string schema = "sqlite")
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            await connection.OpenAsync(stop);
            // a page that is written again and again within 64 MB of log goes into the file once
            // FULL: what is confirmed survives a power cut, not only a killed program
            await connection.Run("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -65536; pragma temp_store = memory; pragma journal_size_limit = 67108864; pragma wal_autocheckpoint = 16000");
            if (await Migrations.Apply(connection, Migration.Of(schema), null, clock, stop) is not { } failure) return (new SqliteDatabase(path, connection), null);
            await connection.DisposeAsync();
            return (null, failure);
        }
        catch (SqliteException e) when (SqliteFailures.Of(e.SqliteErrorCode, path) is { } failure)
        {
            await connection.DisposeAsync();
            return (null, failure);
        }
    }

    public Task<T> Write<T>(Func<DbConnection, Task<T>> work, CancellationToken stop) =>
        // SQLite has no real asynchronous calls: the task has ended when it is returned
        WriteWith(c => work(c).GetAwaiter().GetResult(), stop);

    /// <summary>As <see cref="Write{T}"/>, for work that wants SQLite's own types.</summary>
    public async Task<T> WriteWith<T>(Func<SqliteConnection, T> work, CancellationToken stop)
    {
        var job = new SqliteJob.Of<T>(work, stop);
        try
        {
            await jobs.Writer.WriteAsync(job, stop);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("the database is closed", e);
        }
        return await job.Answer;
    }

    public async Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        try
        {
            await using var reader = new SqliteConnection(readFrom);
            await reader.OpenAsync(stop);
            return await Task.Run(() => work(reader), stop);
        }
        catch (SqliteException e)
        {
            throw SqliteFailures.Translate(e, path);
        }
    }

    public async Task<ImmutableArray<string>> Complaints(CancellationToken stop) =>
        [.. (await Read(c => c.Rows("pragma quick_check(20)", r => r.GetString(0)), stop)).Where(said => said != "ok")];

    /// <summary>Ends when every write that was taken has been answered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!jobs.Writer.TryComplete()) return;
        await writer;
        await connection.DisposeAsync();
        SqliteConnection.ClearPool(new SqliteConnection(readFrom));
    }

    private void Run()
    {
        var group = new List<SqliteJob>(MostInOne);
        while (jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < MostInOne && jobs.Reader.TryRead(out var job)) group.Add(job);
            RunGroup(group);
            group.Clear();
        }
    }

    private void RunGroup(IReadOnlyList<SqliteJob> group)
    {
        try
        {
            Execute("begin immediate");
            foreach (var job in group)
                if (!job.GivenUp) job.Do(connection);
            Execute("commit");
        }
#pragma warning disable CA1031 // every caller gets the answer; the writer itself goes on and serves the next
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (InTransaction) TryRollBack();
            if (group.Count == 1) group[0].Fail(SqliteFailures.Translate(e, path));
            // One of them failed: each goes alone, so that it takes no other along. This is rare. A savepoint around each job would cost all of them:
            // SQLite then walks through everything the savepoint may have to undo after every single statement.
            else foreach (var job in group) RunGroup([job]);
            return;
        }
        foreach (var job in group)
        {
            if (job.GivenUp) job.Fail(new OperationCanceledException());
            else job.Confirm();
        }
    }

    /// <summary>When even this fails the next group's begin fails too and says why.</summary>
    private void TryRollBack()
    {
        try
        {
            Execute("rollback");
        }
        catch (SqliteException e) when (SqliteFailures.Of(e.SqliteErrorCode, path) is not null)
        {
        }
    }

    private bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

    private void Execute(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
