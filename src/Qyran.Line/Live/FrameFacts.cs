using System.Collections.Immutable;
using Qyran.Domain.Signals;

namespace Qyran.Line.Live;

/// <summary>What the line saw in one frame, for drawing over the live video.</summary>
/// <param name="AtUs">The frame's capture time, µs UTC: the clock of <see cref="Media.Recording.Fragment.StartUs"/>.</param>
/// <param name="Signals">State per head id.</param>
public sealed record FrameFacts(long AtUs, ImmutableArray<SeenVehicle> Seen, ImmutableDictionary<string, SignalState> Signals);
