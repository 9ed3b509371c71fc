using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Audit;

/// <summary>The file of signed ends of the audit log, and the check of the log against it and against a copy of it that was kept elsewhere.</summary>
public static class AuditHeads
{
    private const int AtOnce = 1000;

    /// <summary>Beside the database, not in it.</summary>
    public static string Path(DataFolder folder) => System.IO.Path.Combine(folder.Root, "audit", "heads.jsonl");

    /// <summary>Walks the whole log. Throws <see cref="StoreException"/> when the database is away.</summary>
    /// <param name="trusted">Only heads signed by this key count; null: of whichever signed them.</param>
    /// <param name="copy">A copy of the file, from a machine that whoever holds this one does not hold; null: none. Throws <see cref="StoreException"/> too where it holds no head.</param>
    public static async Task<AuditReport> Check(Store store, DataFolder folder, TrustedKey? trusted, string? copy, CancellationToken stop)
    {
        var path = Path(folder);
        var heads = await Lines(path, stop);
        string[] copied = copy is null ? [] : await Lines(copy, stop);
        if (copy is not null && copied.Length == 0)
            throw new StoreException(File.Exists(copy) ? new Failure(FailureKind.Unreadable, $"{copy} holds no signed end of an audit log") : new Failure(FailureKind.NotFound, $"there is no file {copy}"));
        // the copy first: its key is the one that counts. What stands in both is looked at once
        var check = new AuditCheck(Named(copied, " of the copy").Concat(Named(heads, "")).DistinctBy(h => h.Line), trusted);
        for (long next = 1; ;)
        {
            var rows = await store.Audit.From(next, AtOnce, stop);
            foreach (var row in rows) check.Next(row.Entry, row.Sha256);
            if (rows.Length < AtOnce) break;
            next = rows[^1].Entry.Sequence + 1;
        }
        var findings = check.End();
        if (heads.Length == 0) findings = [.. findings, $"there is no signed end ({path} is missing or empty): what was cut off the log's end{(copied.Length == 0 ? "" : " since the copy was made")} cannot be noticed"];
        return new AuditReport(check.Lines, check.Last, check.Newest?.Sequence, check.Newest?.KeyId, copied.Length, findings);
    }

    /// <summary>None where there is no such file. The last line may be being written just now: it counts when it is whole.</summary>
    private static async Task<string[]> Lines(string path, CancellationToken stop)
    {
        try
        {
            return File.Exists(path) ? (await File.ReadAllTextAsync(path, stop)).Split('\n')[..^1] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(new Failure(FailureKind.Unreadable, $"cannot read {path}: {e.Message}"), e);
        }
    }

    private static IEnumerable<(string Name, string Line)> Named(string[] lines, string where) => lines.Select((line, i) => ($"signed head {i + 1}{where}", line));
}
