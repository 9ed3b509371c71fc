using System.Collections.Immutable;

namespace Qyran.Storage.Traffic;

/// <summary>What is counted: a span of time, where, and how the time is cut.</summary>
/// <param name="FromUs">First seen at this instant or later, µs since the Unix epoch, UTC.</param>
/// <param name="UntilUs">First seen before this instant.</param>
/// <param name="BinUs">Length of a stretch of time, µs; an hour or a day.</param>
/// <param name="OffsetUs">How far the clock on the wall is ahead of UTC, µs: a day begins at its midnight.</param>
/// <param name="Cameras">Empty: all.</param>
/// <param name="Sites">Null: all. Empty: none, so nothing is found.</param>
public sealed record TrafficQuery(long FromUs, long UntilUs, long BinUs, long OffsetUs, ImmutableArray<string> Cameras, ImmutableArray<string>? Sites);
