using Qyran.Domain.Failures;
using Qyran.Evidence;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Audit;

/// <summary>The file of signed ends of the audit log, and the check of the log against it.</summary>
public static class AuditHeads
{
    private const int AtOnce = 1000;

    /// <summary>Beside the database, not in it.</summary>
    public static string Path(DataFolder folder) => System.IO.Path.Combine(folder.Root, "audit", "heads.jsonl");

    /// <summary>Walks the whole log. Throws <see cref="StoreException"/> when the database is away.</summary>
    /// <param name="trusted">Only heads signed by this key count; null: of whichever signed them.</param>
    public static async Task<AuditReport> Check(Store store, DataFolder folder, TrustedKey? trusted, CancellationToken stop)
    {
        string[] heads;
        var path = Path(folder);
        try
        {
            // the last line may be being written just now: it counts when it is whole
            heads = File.Exists(path) ? [.. (await File.ReadAllTextAsync(path, stop)).Split('\n')[..^1]] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(new Failure(FailureKind.Unreadable, $"cannot read {path}: {e.Message}"), e);
        }
        var check = new AuditCheck(heads, trusted);
        for (long next = 1; ;)
        {
            var rows = await store.Audit.From(next, AtOnce, stop);
            foreach (var row in rows) check.Next(row.Entry, row.Sha256);
            if (rows.Length < AtOnce) break;
            next = rows[^1].Entry.Sequence + 1;
        }
        var findings = check.End();
        if (heads.Length == 0) findings = [.. findings, $"there is no signed end ({path} is missing or empty): what was cut off the log's end cannot be noticed"];
        return new AuditReport(check.Lines, check.Last, check.Newest?.Sequence, check.Newest?.KeyId, findings);
    }
}
