using Qyran.Storage.Rows;

namespace Qyran.Storage.Traffic;

/// <summary>So many cases of a rule at a site in a stretch of time, that stand alike.</summary>
/// <param name="Bin">Number of the stretch since the wall clock's 1970.</param>
/// <param name="SiteId">Null where nobody knows any more.</param>
public sealed record ViolationCount(long Bin, string Rule, string? SiteId, CaseState State, long Count);
