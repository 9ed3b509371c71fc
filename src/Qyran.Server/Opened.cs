using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Queue;

namespace Qyran.Server;

/// <summary>What a server holds open from its start to its end: its data folder, which is its alone, the database, the queue before it, the device's key.</summary>
internal sealed class Opened : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);
    private readonly FileStream ours;

    private Opened(FileStream ours, Store store, Outbox outbox, DeviceKey key) => (this.ours, Store, Outbox, Key) = (ours, store, outbox, key);

    public Store Store { get; }
    public Outbox Outbox { get; }
    public DeviceKey Key { get; }

    /// <returns>All of it, or null and why not; then nothing is left open.</returns>
    public static async Task<(Opened?, Failure?)> Try(DataFolder folder, ServerSettings settings, TimeProvider clock, CancellationToken stop)
    {
        FileStream ours;
        try
        {
            ours = new FileStream(Path.Combine(folder.Root, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return (null, new(FailureKind.CannotWrite, $"another server uses {folder.Root}; give this one a --data folder of its own"));
        }
        var (store, failure) = settings.Database is { } address ? await Await(address, settings.Waiting, clock, stop) : await Store.OpenSqlite(folder.Database, clock, stop);
        Outbox? outbox = null;
        DeviceKey? key = null;
        if (store is not null) (outbox, failure) = await Outbox.Open(folder.Outbox, Findings.FindingQueue.Capacity, clock, stop);
        if (outbox is not null && (failure = KeyIsGone(folder)) is null) key = DeviceKey.LoadOrCreate(KeyFile(folder), out failure);
        if (key is not null) return (new Opened(ours, store!, outbox!, key), null);
        if (outbox is not null) await outbox.DisposeAsync();
        if (store is not null) await store.DisposeAsync();
        await ours.DisposeAsync();
        return (null, failure);
    }

    /// <summary>A machine that comes back after a power cut may be quicker than its database: that is waited for. What is wrong for good is said at once.</summary>
    private static async Task<(Store?, Failure?)> Await(string address, Action<Failure>? waiting, TimeProvider clock, CancellationToken stop)
    {
        while (true)
        {
            var (store, failure) = await Store.OpenPostgres(address, clock, stop);
            if (store is not null || waiting is null || failure is not { Kind: FailureKind.Unreachable }) return (store, failure);
            waiting(failure);
            try
            {
                await Task.Delay(BetweenTries, clock, stop);
            }
            catch (OperationCanceledException)
            {
                return (null, failure);
            }
        }
    }

    /// <summary>
    /// Where packs were signed and their key is gone, as after a restore without it, none is made in its place: every camera's packs would bear two signatures, and nobody would know why.
    /// </summary>
    private static Failure? KeyIsGone(DataFolder folder)
    {
        var key = KeyFile(folder);
        try
        {
            // opened, for to File.Exists one that may not be read is not there
            new FileStream(key, FileMode.Open, FileAccess.Read).Dispose();
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // gone, or never made
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(FailureKind.Unreadable, $"the device key {key} cannot be read: {e.Message}");
        }
        try
        {
            return Directory.EnumerateFiles(Path.Combine(folder.Root, DataFolder.Evidence), ChainFile.Name, SearchOption.AllDirectories).Any(chain => new FileInfo(chain).Length > 0)
                ? new(FailureKind.NotFound, $"the device key {key} is gone, and evidence is signed with it; put its backup there (where there is none: docs/howto/check-evidence.md, A new key)")
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(FailureKind.Unreadable, $"the device key {key} is gone, and whether evidence is signed with it cannot be seen: {e.Message}");
        }
    }

    public static string KeyFile(DataFolder folder) => Path.Combine(KeysFolder(folder), "device.pem");

    /// <summary>For the owner alone.</summary>
    public static string KeysFolder(DataFolder folder)
    {
        var keys = Path.Combine(folder.Root, "keys");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(keys);
        else Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        await Outbox.DisposeAsync();
        await Store.DisposeAsync();
        Key.Dispose();
        await ours.DisposeAsync();
    }
}
