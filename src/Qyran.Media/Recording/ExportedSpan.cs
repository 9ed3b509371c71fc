using System.Collections.Immutable;

namespace Qyran.Media.Recording;

/// <summary>A span of recordings as one MP4 that begins at stamp 0.</summary>
/// <param name="Path">The file.</param>
/// <param name="FromUs">Its first picture, µs UTC; at or before what was asked.</param>
/// <param name="UntilUs">The end of its last picture; at or after what was asked, unless the recording ends before.</param>
/// <param name="OffsetUs">Add to a stamp of the file to get µs UTC.</param>
/// <param name="Gaps">Stretches within of which nothing is recorded, on the UTC clock.</param>
public sealed record ExportedSpan(string Path, long FromUs, long UntilUs, long OffsetUs, ImmutableArray<Gap> Gaps);
