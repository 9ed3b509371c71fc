using System.Collections.Immutable;
using Qyran.Storage.Rows;

namespace Qyran.Storage;

/// <summary>Every vehicle that passed. Written in batches, never changed.</summary>
public interface IPassages
{
    /// <summary>
    /// On disk when the task ends, all or none. A passage that is stored already (same id, same first instant) is left as it is, so a batch
    /// whose answer was lost may be added again. Throws <see cref="StoreException"/> when the database cannot.
    /// </summary>
    /// <returns>How many were new.</returns>
    Task<int> Add(IReadOnlyList<PassageEntry> batch, CancellationToken stop = default);

    Task<PassageRow?> Find(string id, CancellationToken stop = default);

    /// <summary>The readings of a passage in the order they were added; empty for one that is not stored.</summary>
    Task<ImmutableArray<ReadingRow>> Readings(string id, CancellationToken stop = default);

    /// <summary>How many are stored. Counts them: for tests, checks and the bench, not for a page.</summary>
    Task<long> Count(CancellationToken stop = default);
}
