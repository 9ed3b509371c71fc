using Microsoft.Extensions.Time.Testing;
using Qyran.Domain.Failures;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;
using Qyran.Tests.Cli;

namespace Qyran.Tests.Storage;

/// <summary>Files and rows agree, and where they do not it is found, named and put right.</summary>
public sealed class FilesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow().AddHours(1)); // files just written count as old
    private readonly string root = Directory.CreateTempSubdirectory("qyran-data-").FullName;
    private DataFolder folder = null!;
    private Store store = null!;

    public async ValueTask InitializeAsync()
    {
        folder = DataFolder.Open(root).Item1!;
        store = (await Store.OpenSqlite(folder.Database, clock)).Item1!;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Evidence_is_on_disk_with_the_hash_of_its_bytes_before_its_row()
    {
        var row = await Keep.Evidence(store, folder, "evidence/2026/c1.zip", "c1", s => s.Write("abc"u8), clock);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", row.Sha256);
        Assert.Equal("abc", await File.ReadAllTextAsync(folder.Full(row.Path)));
        Assert.Equal(row, await store.Evidence.Find(row.Path));
        Assert.False(File.Exists(folder.Full(row.Path) + DataFolder.Partial));
    }

    [Fact]
    public async Task Evidence_is_never_overwritten_and_a_failed_writer_leaves_nothing()
    {
        await Keep.Evidence(store, folder, "evidence/a", null, s => s.Write("1"u8), clock);
        var again = await Assert.ThrowsAsync<StoreException>(() => Keep.Evidence(store, folder, "evidence/a", null, s => s.Write("2"u8), clock));
        Assert.Equal(FailureKind.Invalid, again.Failure.Kind);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Keep.Evidence(store, folder, "evidence/b", null, _ => throw new InvalidOperationException(), clock));
        Assert.Equal(["evidence/a"], folder.Files().Select(folder.Relative));
        Assert.Equal("1", await File.ReadAllTextAsync(folder.Full("evidence/a")));
    }

    [Theory]
    [InlineData("evidence/../qyran.db")]
    [InlineData("/etc/passwd")]
    [InlineData("other/a")]
    [InlineData("evidence")]
    [InlineData("evidence//a")]
    [InlineData("evidence/a/")]
    public void A_path_that_leaves_the_folder_is_refused(string path) => Assert.Throws<ArgumentException>(() => folder.Full(path));

    [Fact]
    public async Task Retired_recordings_are_deleted_and_a_sweep_that_was_cut_short_is_finished()
    {
        foreach (var name in (string[])["a", "b"]) await Recording(name);
        Assert.Equal(1, await store.Recordings.Retire(["recordings/north/a"]));
        File.Delete(folder.Full("recordings/north/a")); // the program was killed after this
        Assert.Equal(1, (await Recovery.Run(store, folder, _ => null, clock)).Swept);
        Assert.Empty(await store.Recordings.Garbage(default));
        Assert.Equal(1, await store.Recordings.Retire(["recordings/north/b"]));
        Assert.Equal(1, await Keep.Sweep(store, folder));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_folder_that_is_gone_and_a_file_that_cannot_be_deleted_keep_nothing_else_on_the_disk()
    {
        string[] paths = ["recordings/east/a", "recordings/north/a", "recordings/south/a"];
        foreach (var path in paths)
        {
            await Put(path, "video");
            await store.Recordings.Add(new RecordingRow(path, path.Split('/')[1], 0, 60, 5, new('a', 64)));
        }
        Assert.Equal(3, await store.Recordings.Retire(paths));
        Directory.Delete(Path.Combine(root, "recordings", "east"), recursive: true);
        File.Delete(folder.Full(paths[1]));
        Directory.CreateDirectory(folder.Full(paths[1])); // no file, so it cannot be deleted as one
        var refused = await Assert.ThrowsAsync<StoreException>(() => Keep.Sweep(store, folder));
        Assert.Contains(paths[1], refused.Failure.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Full(paths[2])));
        Assert.Equal(paths, await store.Recordings.Garbage(default)); // tried again
        Directory.Delete(folder.Full(paths[1]));
        Assert.Equal(3, await Keep.Sweep(store, folder));
        Assert.Empty(await store.Recordings.Garbage(default));
    }

    [Fact]
    public async Task A_recording_that_gets_its_row_after_a_kill_is_kept_where_a_case_rests_on_it()
    {
        await store.Cases.Add([Sample.Case("c1", "p1")]); // north, at noon
        foreach (var name in (string[])["north-near", "north-far", "south-near"]) await Put($"recordings/cameras/{name}.partial", "video");
        await Recovery.Run(store, folder, full =>
        {
            var name = Path.GetFileNameWithoutExtension(full).Split('-');
            var start = Sample.Noon + (name[1] == "near" ? 60_000_000 : 1_200_000_000);
            return new SavedSpan(name[0], start, start + 60_000_000, 5);
        }, clock);
        Assert.Equal(["recordings/cameras/north-far", "recordings/cameras/south-near"], (await store.Recordings.Oldest(null, 9)).Select(r => r.Path).Order(StringComparer.Ordinal));
        Assert.True(Assert.Single(await store.Recordings.Covering("north", Sample.Noon, Sample.Noon + 300_000_000)).Protected);
    }

    [Fact]
    public async Task A_recording_that_the_disk_does_not_let_be_read_is_left_and_keeps_no_other_from_being_saved()
    {
        foreach (var name in (string[])["bad", "good", "shut"]) await Put($"recordings/north/{name}.mp4.partial", "video");
        var report = await Recovery.Run(store, folder, full => Path.GetFileName(full)[0] switch
        {
            'b' => throw new IOException("Input/output error"),
            's' => throw new UnauthorizedAccessException("Permission denied"),
            _ => new SavedSpan("north", 100, 200, 5),
        }, clock);
        Assert.Equal(["recordings/north/good.mp4"], report.Adopted);
        Assert.Equal(["recordings/north/bad.mp4.partial", "recordings/north/shut.mp4.partial"], report.Unread);
        Assert.Equal(3, folder.Files().Count());
    }

    [Fact]
    public async Task A_start_puts_right_what_a_crash_left()
    {
        await Keep.Evidence(store, folder, "evidence/kept", null, s => s.Write("k"u8), clock);
        await Keep.Evidence(store, folder, "evidence/lost", null, s => s.Write("l"u8), clock);
        await Recording("whole");
        await store.Cases.Add([Sample.Case("c1", "p1") with { Evidence = "evidence/c1.zip" }]);
        File.Delete(folder.Full("evidence/lost"));
        await Put("evidence/c1.zip", "pack without a row");
        await Put("evidence/half.zip.partial", "half");
        await Put("recordings/north/cut.mp4.partial", "good and bad");
        await Put("recordings/north/junk.mp4", "junk");
        var report = await Recovery.Run(store, folder, full => full.Contains("cut", StringComparison.Ordinal) ? new SavedSpan("north", 100, 200, 4) : null, clock);
        Assert.Equal(["evidence/half.zip.partial"], report.Dropped);
        Assert.Equal(["evidence/c1.zip", "recordings/north/cut.mp4"], report.Adopted);
        Assert.Equal(["recordings/north/junk.mp4"], report.SetAside);
        Assert.Equal(["evidence/lost"], report.Missing);
        Assert.Equal("good", await File.ReadAllTextAsync(folder.Full("recordings/north/cut.mp4")));
        Assert.Equal("c1", (await store.Evidence.Find("evidence/c1.zip"))!.CaseId);
        Assert.Equal(2, (await store.Recordings.Covering("north", 0, 1000)).Length);
        Assert.Equal("junk", await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(root, DataFolder.Found)).Single()));
        var second = await Recovery.Run(store, folder, _ => null, clock);
        Assert.Equal((0, 0, 0, 0, 1), (second.Swept, second.Dropped.Length, second.Adopted.Length, second.SetAside.Length, second.Missing.Length));
        Assert.Equal([CheckFindingKind.Missing], (await FolderCheck.Run(store, folder, CheckLevel.Hash, clock)).Findings.Select(f => f.Kind));
    }

    [Fact]
    public async Task Each_level_of_the_check_finds_its_own_damage()
    {
        foreach (var name in (string[])["a", "b", "c", "d"]) await Keep.Evidence(store, folder, "evidence/" + name, null, s => s.Write("content"u8), clock);
        await Recording("r");
        await store.Cases.Add([Sample.Case("c1", "p1") with { Evidence = "evidence/none.zip" }]);
        Assert.Equal("CaseWithoutEvidence c1", await Found(CheckLevel.Hash));
        File.Delete(folder.Full("evidence/a"));
        await Put("evidence/b", "content and more");
        await Put("evidence/c", "c0ntent");
        await Put("recordings/north/new.mp4.partial", "x");
        await Put("recordings/stray", "x");
        const string presence = "Missing evidence/a|HalfWritten recordings/north/new.mp4.partial|NoRow recordings/stray|CaseWithoutEvidence c1";
        Assert.Equal(presence, await Found(CheckLevel.Presence));
        Assert.Equal(presence.Replace("evidence/a|", "evidence/a|Length evidence/b|"), await Found(CheckLevel.Size));
        Assert.Equal(presence.Replace("evidence/a|", "evidence/a|Length evidence/b|Hash evidence/c|"), await Found(CheckLevel.Hash));
        // beside a working server: what was written a moment ago may get its row yet
        var now = await FolderCheck.Run(store, folder, CheckLevel.Presence, TimeProvider.System);
        Assert.Equal((2, "Missing evidence/a|CaseWithoutEvidence c1"), (now.Young, string.Join('|', now.Findings.Select(f => $"{f.Kind} {f.Path}"))));

        async Task<string> Found(CheckLevel level) =>
            string.Join('|', (await FolderCheck.Run(store, folder, level, clock)).Findings.Select(f => $"{f.Kind} {f.Path}"));
    }

    [Fact]
    public async Task The_command_says_with_its_exit_code_what_it_found()
    {
        await Keep.Evidence(store, folder, "evidence/a", null, s => s.Write("content"u8), clock);
        var sound = QyranProcess.Run("check", root, "--level", "hash");
        Assert.Equal((0, true), (sound.Code, sound.Out.StartsWith("sound:", StringComparison.Ordinal)));
        await Put("evidence/a", "c0ntent");
        Assert.Equal(0, QyranProcess.Run("check", root).Code);
        var altered = QyranProcess.Run("check", root, "--level", "Hash");
        Assert.Equal(1, altered.Code);
        Assert.Contains("ALTERED", altered.Out, StringComparison.Ordinal);
        Assert.Contains("evidence/a", altered.Out, StringComparison.Ordinal);
        var none = QyranProcess.Run("check", Path.Combine(root, "evidence"));
        Assert.Equal(2, none.Code);
        Assert.Single(none.ErrorLines);
        Assert.False(File.Exists(Path.Combine(root, "evidence", "qyran.db")));
    }

    private Task Recording(string name)
    {
        Directory.CreateDirectory(folder.Full("recordings/north"));
        File.WriteAllText(folder.Full($"recordings/north/{name}.partial"), "video");
        return Keep.Recording(store, folder, $"recordings/north/{name}.partial", "recordings/north/" + name, "north", 0, 60);
    }

    private Task Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Full(path))!);
        return File.WriteAllTextAsync(folder.Full(path), text);
    }
}
