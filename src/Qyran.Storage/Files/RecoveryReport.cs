using System.Collections.Immutable;

namespace Qyran.Storage.Files;

/// <summary>What a start found and did; paths below the data folder.</summary>
/// <param name="Swept">Recordings whose deletion was finished.</param>
/// <param name="Dropped">Half-written evidence, deleted: nobody was told that it is kept.</param>
/// <param name="Adopted">Whole files that got their row now.</param>
/// <param name="SetAside">Files nobody could make sense of, moved to <c>found/</c>.</param>
/// <param name="Missing">Rows without a file: lost or removed by hand. The rows stay.</param>
/// <param name="Unread">Recordings without a row that the disk did not let be read or cut; they stay as they are, and the next start looks again.</param>
public sealed record RecoveryReport(int Swept, ImmutableArray<string> Dropped, ImmutableArray<string> Adopted, ImmutableArray<string> SetAside, ImmutableArray<string> Missing,
    ImmutableArray<string> Unread);
