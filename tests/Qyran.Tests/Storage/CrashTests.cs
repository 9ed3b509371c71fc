using System.Diagnostics;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Tests.Storage;

/// <summary>What was confirmed is there: after kill -9 at any moment, and on a disk filled to the brim.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Nothing_confirmed_is_lost_when_the_writer_is_killed_again_and_again()
    {
        var root = Directory.CreateTempSubdirectory("qyran-crash-").FullName;
        var confirmed = new List<string>();
        var dice = new Random();
        for (var round = 0; round < 5; round++)
        {
            using (var writer = new Writer(root))
            {
                writer.WaitFor(20);
                await Task.Delay(dice.Next(150));
                writer.Kill();
                confirmed.AddRange(writer.Confirmed);
            }
            var (folder, store) = (DataFolder.Open(root).Item1!, (Store?)null);
            store = (await Store.OpenSqlite(folder.Database, TimeProvider.System)).Item1!;
            await using (store)
            {
                var report = await Recovery.Run(store, folder, full => new SavedSpan("north", 0, 1, new FileInfo(full).Length), TimeProvider.System);
                Assert.Empty(report.Missing);
                await Writer.MustBeThere(store, folder, confirmed);
                var check = await FolderCheck.Run(store, folder, CheckLevel.Hash, TimeProvider.System);
                Assert.Empty(check.Findings);
                Assert.Equal(0, check.Young);
            }
        }
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_full_disk_is_said_clearly_and_what_was_confirmed_stays()
    {
        var root = Directory.CreateTempSubdirectory("qyran-full-").FullName;
        // root gets a small disk of its own; others a limit on the size of a file, which the database meets
        var mounted = Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=6m", "none", root) == 0;
        try
        {
            using var writer = new Writer(root, shell: mounted ? "true" : "ulimit -f 300; trap '' XFSZ");
            writer.WaitForEnd();
            Assert.Equal(73, writer.ExitCode);
            Assert.Contains("CannotWrite", string.Join('\n', writer.Complaints), StringComparison.Ordinal);
            if (mounted) Assert.Matches("disk is full|No space left", string.Join('\n', writer.Complaints)); // the second: the recorder met it first
            Assert.NotEmpty(writer.Confirmed);
            if (mounted)
            {
                Run("mount", "-o", "remount,size=60m", root);
            }
            var folder = DataFolder.Open(root).Item1!;
            await using var store = (await Store.OpenSqlite(folder.Database, TimeProvider.System)).Item1!;
            await Recovery.Run(store, folder, full => new SavedSpan("north", 0, 1, new FileInfo(full).Length), TimeProvider.System);
            await Writer.MustBeThere(store, folder, writer.Confirmed);
            Assert.Empty((await FolderCheck.Run(store, folder, CheckLevel.Hash, TimeProvider.System)).Findings);
            // and with room again it goes on
            Assert.Equal(1, await store.Passages.Add(Sample.Entries(Sample.Passage("after"))));
        }
        finally
        {
            if (mounted) Run("umount", "-l", root);
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task An_open_store_survives_a_full_disk_without_being_restarted()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root to mount a small disk");
        var root = Directory.CreateTempSubdirectory("qyran-full-").FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=3m", "none", root) == 0, "needs the right to mount");
        try
        {
            await using var store = (await Store.OpenSqlite(Path.Combine(root, "qyran.db"), TimeProvider.System)).Item1!;
            var stored = 0;
            var e = await Assert.ThrowsAsync<StoreException>(async () =>
            {
                for (; ; stored += 100)
                    await store.Passages.Add(Sample.Entries([.. Enumerable.Range(stored, 100).Select(i => Sample.Passage($"p{i}", i, $"{i:000000}AB"))]));
            });
            Assert.Contains("disk is full", e.Failure.Text, StringComparison.Ordinal);
            Assert.Equal(stored, await store.Passages.Count());
            Run("mount", "-o", "remount,size=30m", root);
            Assert.Equal(1, await store.Passages.Add(Sample.Entries(Sample.Passage("after"))));
            Assert.Equal(stored + 1, await store.Passages.Count());
        }
        finally
        {
            Run("umount", "-l", root);
            Directory.Delete(root);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
