using Microsoft.Extensions.Time.Testing;
using Qyran.Storage;

namespace Qyran.Tests.Storage;

/// <summary>An empty store on an engine, gone after the test.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private TestStore(string folder, string address, Engine engine) => (Folder, Address, Engine) = (folder, address, engine);

    public static FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    public string Folder { get; }

    /// <summary>The SQLite file, or how Npgsql finds the database.</summary>
    public string Address { get; }

    public Engine Engine { get; }
    public Store Store { get; private set; } = null!;

    public static async Task<TestStore> Open(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-store-").FullName;
        var test = new TestStore(folder, engine == Engine.Sqlite ? Path.Combine(folder, "qyran.db") : PostgresServer.Need().NewDatabase(), engine);
        await test.Reopen();
        return test;
    }

    /// <summary>Closes it and opens it again, as a restart does.</summary>
    public async Task Reopen()
    {
        if (Store is not null) await Store.DisposeAsync();
        var (store, failure) = await OpenAt(Engine, Address);
        Assert.True(failure is null, failure?.Text);
        Store = store!;
    }

    public static Task<(Store?, Qyran.Domain.Failures.Failure?)> OpenAt(Engine engine, string address) =>
        engine == Engine.Sqlite ? Store.OpenSqlite(address, Clock) : Store.OpenPostgres(address, Clock);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
