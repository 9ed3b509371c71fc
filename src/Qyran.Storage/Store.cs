using System.Collections.Immutable;
using Qyran.Domain.Failures;
using Qyran.Storage.Postgres;
using Qyran.Storage.Search;
using Qyran.Storage.Sqlite;
using Qyran.Storage.Traffic;

namespace Qyran.Storage;

/// <summary>One open database with all that is kept in it, by role. SQLite or PostgreSQL: callers need not know. Any thread.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly IDatabase database;

    private Store(IDatabase database, IPassages passages, IPlateFinder plates, IKeySql sql, ITrafficSql traffic)
    {
        (this.database, Passages, Search) = (database, passages, new PassageSearch(database, plates, sql));
        (Sites, Cases, Recordings, Evidence) = (new Sites(database), new Cases(database), new Recordings(database), new EvidenceFiles(database));
        (ApiKeys, Subscribers, Events, Deliveries, Devices) = (new ApiKeys(database), new Subscribers(database), new Events(database), new Deliveries(database), new Devices(database));
        (Scenes, Sections, Traffic) = (new SceneVersions(database), new Sections(database), new TrafficCounts(database, traffic));
        (Undecided, Watchlist) = (new Undecided(database), new Watchlist(database));
        (ApiKeys, Accounts, Sessions, Audit) = (new ApiKeys(database), new Accounts(database), new Sessions(database), new AuditLog(database));
    }

    public Sites Sites { get; }
    public IPassages Passages { get; }
    public PassageSearch Search { get; }
    public Cases Cases { get; }
    public Recordings Recordings { get; }
    public EvidenceFiles Evidence { get; }
    public ApiKeys ApiKeys { get; }
    public Subscribers Subscribers { get; }
    public Events Events { get; }
    public Deliveries Deliveries { get; }
    public Devices Devices { get; }
    public SceneVersions Scenes { get; }
    public Sections Sections { get; }
    public TrafficCounts Traffic { get; }
    public Undecided Undecided { get; }
    public Watchlist Watchlist { get; }
    public Accounts Accounts { get; }
    public Sessions Sessions { get; }
    public AuditLog Audit { get; }

    /// <summary>Opens or makes a SQLite file. Its folder must be there.</summary>
    /// <returns>The store, or null and why not.</returns>
    public static async Task<(Store?, Failure?)> OpenSqlite(string path, TimeProvider clock, CancellationToken stop = default)
    {
        var (database, failure) = await SqliteDatabase.Open(path, clock, stop);
        return database is null ? (null, failure) : (new Store(database, new SqlitePassages(database), new SqlitePlates(database), new SqliteKeySql(), new SqliteTrafficSql()), null);
    }

    /// <summary>Opens a PostgreSQL database (<c>postgres://user:password@host:port/name</c>), which must be there; its tables are made.</summary>
    /// <returns>The store, or null and why not.</returns>
    public static async Task<(Store?, Failure?)> OpenPostgres(string address, TimeProvider clock, CancellationToken stop = default)
    {
        var (database, failure) = await PostgresDatabase.Open(address, clock, stop);
        if (database is null) return (null, failure);
        var partitions = new PostgresPartitions(database, clock);
        try
        {
            await partitions.Ensure([], stop);
        }
        catch (StoreException e)
        {
            await database.DisposeAsync();
            return (null, e.Failure);
        }
        return (new Store(database, new PostgresPassages(database, partitions), new PostgresPlates(database), new PostgresKeySql(), new PostgresTrafficSql()), null);
    }

    internal Task<ImmutableArray<string>> Complaints(CancellationToken stop) => database.Complaints(stop);

    /// <summary>Closes after every write under way has been answered.</summary>
    public ValueTask DisposeAsync() => database.DisposeAsync();
}
