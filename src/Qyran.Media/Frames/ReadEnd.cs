using System.Collections.Immutable;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>How a reading ended.</summary>
/// <param name="Frames">Delivered frames.</param>
/// <param name="Gaps">In time order, not overlapping.</param>
/// <param name="CpuSeconds">User and system CPU of the ffmpeg child; the reading thread's own is this process's.</param>
/// <param name="Failure">Null when the source came to its end, though it may have gaps.</param>
public sealed record ReadEnd(long Frames, ImmutableArray<Gap> Gaps, TimeAuditResult Time, double CpuSeconds, Failure? Failure);
