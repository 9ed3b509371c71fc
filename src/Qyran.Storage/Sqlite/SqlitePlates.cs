using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Plates;
using Qyran.Storage.Search;

namespace Qyran.Storage.Sqlite;

/// <summary>Finds plates in SQLite: by its own indexes where they serve, else through <see cref="PackedPlates"/>, which is brought up to date first.</summary>
internal sealed class SqlitePlates(SqliteDatabase database) : IPlateFinder, IDisposable
{
    private readonly PackedPlates packed = new();
    private readonly SemaphoreSlim loading = new(1);

    public async Task<FoundPlates> Find(PlatePattern pattern, int most, CancellationToken stop)
    {
        if (await PlateLookup.Plain(database, pattern, most, stop) is { } plain) return plain;
        await Load(stop);
        // edits are ranked before the rest is dropped, so all are looked at; a pattern that fits too much is searched another way
        var candidates = packed.Candidates(pattern, pattern.HasWildcards ? most + 1 : int.MaxValue);
        var texts = ImmutableArray.CreateBuilder<(int, string)>(candidates.Length);
        foreach (var some in candidates.Chunk(500))
            texts.AddRange(await database.Read(c => c.Rows($"select no, text from plate where no in ({string.Join(',', some.Select(n => n.ToString(CultureInfo.InvariantCulture)))})", PlateLookup.Candidate), stop));
        return PlateLookup.Finds(texts.DrainToImmutable(), pattern, most);
    }

    /// <summary>Reads the plates stored since the last time. The first time that is all of them: about a second for a million.</summary>
    private async Task Load(CancellationToken stop)
    {
        await loading.WaitAsync(stop);
        try
        {
            var fresh = await database.Read(c => c.Rows("select no, folded from plate where no > @last order by no", r => (r.GetInt32(0), r.GetString(1)), ("last", packed.LastNo)), stop);
            if (!fresh.IsEmpty) packed.Add(fresh);
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose() => loading.Dispose();
}
