using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Which evidence lies in which file.</summary>
public sealed class EvidenceFiles
{
    private const string Columns = "path, case_id, length_bytes, sha256, stored_us";
    private readonly IDatabase database;

    internal EvidenceFiles(IDatabase database) => this.database = database;

    /// <summary>Adds the file's row; a path that has one keeps it, and gets its case if it had none (a recovery may have met the file first). The file must be on disk before (see <see cref="Files.Keep"/>).</summary>
    public Task Add(EvidenceRow row, CancellationToken stop = default) => database.Write(c => c.Run(
        $"insert into evidence ({Columns}) values (@path, @case, @length, @sha, @stored) on conflict (path) do update set case_id = excluded.case_id where evidence.case_id is null and excluded.case_id is not null",
        ("path", row.Path), ("case", row.CaseId), ("length", row.LengthBytes), ("sha", row.Sha256), ("stored", row.StoredUs)), stop);

    public Task<EvidenceRow?> Find(string path, CancellationToken stop = default) =>
        database.Read(c => c.First($"select {Columns} from evidence where path = @path", Evidence, ("path", path)), stop);

    public Task<ImmutableArray<EvidenceRow>> OfCase(string caseId, CancellationToken stop = default) =>
        database.Read(c => c.Rows($"select {Columns} from evidence where case_id = @case order by path", Evidence, ("case", caseId)), stop);

    internal Task<ImmutableArray<EvidenceRow>> All(CancellationToken stop) => database.Read(c => c.Rows($"select {Columns} from evidence order by path", Evidence), stop);

    private static EvidenceRow Evidence(DbDataReader r) => new(r.GetString(0), r.Text(1), r.GetInt64(2), r.GetString(3), r.GetInt64(4));
}
