using System.Collections.Immutable;

namespace Qyran.Storage.Search;

/// <summary>A page of a search: the nearest plates first, among equals the newest first.</summary>
/// <param name="Next">Where the next page begins; null when this is the last. Rows stored meanwhile neither repeat nor hide others.</param>
/// <param name="Complete">False when so many plates resemble the one asked for that only the nearest were looked up.</param>
public sealed record PassagePage(ImmutableArray<PassageHit> Hits, string? Next, bool Complete);
