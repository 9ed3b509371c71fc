namespace Qyran.Storage.Files;

/// <summary>Holds rows and files against each other. Changes nothing; may run beside a working server.</summary>
public static class FolderCheck
{
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    public static async Task<CheckReport> Run(Store store, DataFolder folder, CheckLevel level, TimeProvider clock, Action<CheckProgress>? progress = null, CancellationToken stop = default)
    {
        var evidence = await store.Evidence.All(stop);
        var recordings = await store.Recordings.All(stop);
        StoredFile[] rows = [.. evidence.Select(r => new StoredFile(r.Path, r.LengthBytes, r.Sha256)), .. recordings.Select(r => new StoredFile(r.Path, r.LengthBytes, r.Sha256))];
        var findings = new List<CheckFinding>();
        long bytes = rows.Sum(r => r.LengthBytes), read = 0;
        var files = folder.Files().ToDictionary(folder.Relative, StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            progress?.Invoke(new CheckProgress(i, rows.Length, read, bytes));
            if (!files.Remove(rows[i].Path, out var file)) await Missing(rows[i]);
            else if (level >= CheckLevel.Size) Content(rows[i], file, i);
        }
        var young = 0;
        foreach (var (path, file) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (clock.GetUtcNow() - file.LastWriteTimeUtc < Settling) young++;
            else if (file.Exists && !await HasRow(path)) // stored meanwhile, or gone again
                findings.Add(path.EndsWith(DataFolder.Partial, StringComparison.Ordinal)
                    ? new CheckFinding(CheckFindingKind.HalfWritten, path, "left half-written; the next start clears it up")
                    : new CheckFinding(CheckFindingKind.NoRow, path, "is in no table; the next start adopts it or sets it aside"));
        }
        foreach (var id in await store.Cases.WithoutEvidence(stop))
            findings.Add(new CheckFinding(CheckFindingKind.CaseWithoutEvidence, id, "the case names a pack that is in no table"));
        if (level == CheckLevel.Hash)
            foreach (var complaint in await store.Complaints(stop)) findings.Add(new CheckFinding(CheckFindingKind.Database, "database", complaint));
        progress?.Invoke(new CheckProgress(rows.Length, rows.Length, read, bytes));
        return new CheckReport(level, evidence.Length, recordings.Length, bytes, read, young, [.. findings]);

        async Task<bool> HasRow(string path) => await store.Evidence.Find(path, stop) is not null || await store.Recordings.Find(path, stop) is not null;

        async Task Missing(StoredFile row)
        {
            // it may have been stored after the folder was listed, or recycled since the rows were read
            if (!File.Exists(folder.Full(row.Path)) && await HasRow(row.Path))
                findings.Add(new CheckFinding(CheckFindingKind.Missing, row.Path, "the file is gone"));
        }

        void Content(StoredFile row, FileInfo file, int done)
        {
            try
            {
                if (file.Length != row.LengthBytes)
                    findings.Add(new CheckFinding(CheckFindingKind.Length, row.Path, $"has {file.Length} bytes, {row.LengthBytes} were stored"));
                else if (level == CheckLevel.Hash && folder.Measure(row.Path, Read, stop).Sha256 != row.Sha256)
                    findings.Add(new CheckFinding(CheckFindingKind.Hash, row.Path, "is not what was stored"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                findings.Add(new CheckFinding(CheckFindingKind.Unreadable, row.Path, "cannot be read: " + e.Message));
            }

            void Read(int n)
            {
                read += n;
                progress?.Invoke(new CheckProgress(done, rows.Length, read, bytes));
            }
        }
    }
}
