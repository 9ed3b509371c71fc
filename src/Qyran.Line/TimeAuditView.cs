using System.Collections.Immutable;
using Qyran.Domain.Time;

namespace Qyran.Line;

/// <summary>What is known of the source's time when a track is judged.</summary>
/// <param name="JitterUs">One standard deviation of a frame's time stamp, µs.</param>
/// <param name="Why">The audit's own line, for people; "" where there is nothing to say.</param>
/// <param name="GapsUs">Stretches without frames so far, µs on the source's clock.</param>
public sealed record TimeAuditView(TimeQuality Quality, double JitterUs, string Why, ImmutableArray<(long FromUs, long ToUs)> GapsUs);
