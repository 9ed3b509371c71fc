namespace Qyran.Storage.Traffic;

/// <summary>So many cases of a rule at a site in a stretch of time.</summary>
/// <param name="Bin">Number of the stretch since the wall clock's 1970.</param>
/// <param name="SiteId">Null where nobody knows any more.</param>
/// <param name="Rejected">Those a person has rejected; else those that wait or are approved.</param>
public sealed record ViolationCount(long Bin, string Rule, string? SiteId, bool Rejected, long Count);
