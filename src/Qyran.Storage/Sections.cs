using System.Collections.Immutable;
using System.Data.Common;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>The sections of road between two cameras. Few rows, changed by people.</summary>
public sealed class Sections
{
    private const string Columns = "id, text, author, saved_us";
    private readonly IDatabase database;

    internal Sections(IDatabase database) => this.database = database;

    /// <summary>Adds the section or replaces the one of this id.</summary>
    public Task Save(SectionRow row, CancellationToken stop = default) => database.Write(c => c.Run($"""
        insert into section ({Columns}) values (@id, @text, @author, @saved)
        on conflict (id) do update set text = excluded.text, author = excluded.author, saved_us = excluded.saved_us
        """, ("id", row.Id), ("text", row.Text), ("author", row.Author), ("saved", row.SavedUs)), stop);

    public Task<ImmutableArray<SectionRow>> All(CancellationToken stop = default) => database.Read(c => c.Rows($"select {Columns} from section order by id", Section), stop);

    /// <summary>False when there was none.</summary>
    public Task<bool> Remove(string id, CancellationToken stop = default) => database.Write(async c => await c.Run("delete from section where id = @id", ("id", id)) == 1, stop);

    private static SectionRow Section(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3));
}
