using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Qyran.Domain.Failures;
using Qyran.Storage;
using Qyran.Storage.Search;

namespace Qyran.Tests.Storage;

/// <summary>From nothing and from every earlier schema to today's; a database that is not ours to change is left alone.</summary>
public sealed class MigrationTests
{
    public static TheoryData<Engine, int> Versions => [.. from engine in Enum.GetValues<Engine>() from n in Enumerable.Range(0, Migration.Of(Name(engine)).Length) select (engine, n)];

    [Theory, MemberData(nameof(Versions))]
    public async Task A_database_of_every_earlier_version_becomes_todays(Engine engine, int version)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.DisposeAsync();
        var (address, folder) = engine == Engine.Sqlite ? (Path.Combine(test.Folder, "old.db"), test.Folder) : (PostgresServer.Need().NewDatabase(), "");
        await using (var connection = await Connect(engine, address))
            Assert.Null(await Migrations.Apply(connection, Migration.Of(Name(engine))[..version], null, TestStore.Clock, default));
        var (store, failure) = await TestStore.OpenAt(engine, address);
        Assert.Null(failure);
        await store!.DisposeAsync();
        // the same tables as one made in a single go
        await using var old = await Connect(engine, address);
        await using var fresh = await Connect(engine, test.Address);
        Assert.Equal(await Shape(fresh, engine), await Shape(old, engine));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Keys_and_cases_of_before_there_were_roles_get_a_role_and_a_site(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("qyran-store-").FullName;
        var address = engine == Engine.Sqlite ? Path.Combine(folder, "old.db") : PostgresServer.Need().NewDatabase();
        await using (var connection = await Connect(engine, address))
        {
            Assert.Null(await Migrations.Apply(connection, [.. Migration.Of(Name(engine)).Where(m => m.Number < 8)], null, TestStore.Clock, default));
            var yes = engine == Engine.Sqlite ? "1" : "true";
            var no = engine == Engine.Sqlite ? "0" : "false";
            await connection.Run($"insert into api_key (id, name, sha256, may_change, made_us) values ('reads', 'a', 'a', {no}, 1), ('changes', 'b', 'b', {yes}, 2)");
            await connection.Run("insert into site (id, name) values ('bridge', 'The bridge')");
            await connection.Run($"insert into camera (id, site_id, name, settings, paused) values ('north', 'bridge', 'N', '{{}}', {no})");
            await connection.Run("insert into place (camera_id, site_id) values ('gone', 'market')");
            foreach (var camera in (string[])["north", "gone", "unknown"])
                await connection.Run("insert into road_case (id, passage_id, camera_id, rule, why, at_us, facts, state, created_us, version) values (@id, 'p', @id, 'speed', 'w', 1, '{}', 'candidate', 1, 1)", ("id", camera));
        }
        var (store, failure) = await TestStore.OpenAt(engine, address);
        Assert.Null(failure);
        await using (store)
        {
            Assert.Equal(["operator", "installer"], (await store!.ApiKeys.All()).Select(k => k.Role));
            Assert.All(await store.ApiKeys.All(), k => Assert.Null(k.Sites));
            Assert.Equal(("bridge", "market", null), ((await store.Cases.Find("north"))!.SiteId, (await store.Cases.Find("gone"))!.SiteId, (await store.Cases.Find("unknown"))!.SiteId));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task Countries_that_devices_handed_in_in_small_letters_are_found(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await test.Store.Passages.Add(Sample.Entries(Sample.Passage("old", 0, "123ABC02", country: "kz"), Sample.Passage("new", 1, "124ABC02"), Sample.Passage("other", 2, "01A123BC", country: "UZ"), Sample.Passage("unknown", 3, "01A123BD", country: null)));
        await Tamper(test, "delete from schema_step where number = 19"); // as the version before left it
        await test.Reopen();
        var (page, failure) = await test.Store.Search.Find(new PassageQuery { Country = "KZ" }, 10, null);
        Assert.Null(failure);
        Assert.Equal(["new", "old"], page!.Hits.Select(h => h.Passage.Id));
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_newer_database_is_refused_and_left_as_it_is(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await Tamper(test, "insert into schema_step (number, name, sha256, applied_at) values (99, 'later', 'x', 'x')");
        var (store, failure) = await TestStore.OpenAt(engine, test.Address);
        Assert.Null(store);
        Assert.Equal(FailureKind.Unsupported, failure!.Kind);
        Assert.Contains($"newer Qyran (schema 99, this program knows {Migration.Of(Name(engine))[^1].Number})", failure.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_step_that_was_edited_after_it_was_applied_is_noticed(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await Tamper(test, "update schema_step set sha256 = 'other' where number = 2");
        var (_, failure) = await TestStore.OpenAt(engine, test.Address);
        Assert.Equal(FailureKind.Unreadable, failure!.Kind);
        Assert.Contains("step 2", failure.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(StoreTests.Engines), MemberType = typeof(StoreTests))]
    public async Task A_step_that_fails_leaves_nothing_behind(Engine engine)
    {
        await using var test = await TestStore.Open(engine);
        await using var connection = await Connect(engine, test.Address);
        ImmutableArray<Migration> steps = [.. Migration.Of(Name(engine)), new(999, "broken", "create table half (a integer); insert into nowhere values (1)", "x")];
        await Assert.ThrowsAnyAsync<DbException>(() => Migrations.Apply(connection, steps, null, TestStore.Clock, default));
        Assert.DoesNotContain(await Shape(connection, engine), s => s.Contains("half", StringComparison.Ordinal));
        await test.Reopen();
    }

    [Fact]
    public async Task A_step_may_take_longer_than_any_other_command()
    {
        await using var connection = await Connect(Engine.Postgres, PostgresServer.Need().NewDatabase() + ";Command Timeout=2");
        Assert.Null(await Migrations.Apply(connection, [new(1, "slow", "select pg_sleep(4)", "x")], null, TestStore.Clock, default));
    }

    [Fact]
    public async Task Two_programs_may_open_the_same_new_database_at_once()
    {
        var address = PostgresServer.Need().NewDatabase();
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestStore.OpenAt(Engine.Postgres, address)));
        foreach (var (store, failure) in opened)
        {
            Assert.Null(failure);
            await store!.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_is_no_database_is_said_to_be_none()
    {
        var folder = Directory.CreateTempSubdirectory("qyran-store-").FullName;
        var path = Path.Combine(folder, "qyran.db");
        await File.WriteAllTextAsync(path, new string('x', 5000));
        Assert.Equal(FailureKind.Unreadable, (await Store.OpenSqlite(path, TimeProvider.System)).Item2!.Kind);
        Assert.Equal(FailureKind.CannotWrite, (await Store.OpenSqlite(Path.Combine(folder, "none", "qyran.db"), TimeProvider.System)).Item2!.Kind);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(FailureKind.Invalid, (await Store.OpenPostgres("postgres://:::", TimeProvider.System)).Item2!.Kind);
        Assert.Equal(FailureKind.Unreachable, (await Store.OpenPostgres("postgres://qyran@127.0.0.1:1/none", TimeProvider.System)).Item2!.Kind);
        Assert.Equal(FailureKind.NotFound, (await Store.OpenPostgres(PostgresServer.Need().Address("none"), TimeProvider.System)).Item2!.Kind);
    }

    private static string Name(Engine engine) => engine == Engine.Sqlite ? "sqlite" : "postgres";

    private static async Task Tamper(TestStore test, string sql)
    {
        await using var connection = await Connect(test.Engine, test.Address);
        await connection.Run(sql);
    }

    private static async Task<DbConnection> Connect(Engine engine, string address)
    {
        DbConnection connection = engine == Engine.Sqlite ? new SqliteConnection($"Data Source={address};Pooling=false") : new NpgsqlConnection(address);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<IEnumerable<string>> Shape(DbConnection connection, Engine engine) => await connection.Rows(
        engine == Engine.Sqlite ? "select sql from sqlite_schema where sql is not null order by name"
            : "select table_name || '.' || column_name || ' ' || data_type from information_schema.columns where table_schema = 'public' order by 1", r => r.GetString(0));
}
