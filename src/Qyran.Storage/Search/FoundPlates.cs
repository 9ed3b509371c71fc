using System.Collections.Immutable;

namespace Qyran.Storage.Search;

/// <summary>The plates that fit a pattern, nearest first.</summary>
/// <param name="More">There are more than were asked for.</param>
internal sealed record FoundPlates(ImmutableArray<FoundPlate> Plates, bool More);
