using System.Collections.Immutable;
using Qyran.Domain.Signals;
using Qyran.Media;
using Qyran.Vision.View;

namespace Qyran.Line;

/// <summary>How a line's run ended.</summary>
/// <param name="Read">What the reader says; null when it was stopped before it could.</param>
/// <param name="Looks">Frames the detector looked at.</param>
/// <param name="StartPtsUs">The file's first time stamp, µs: media time + this = the file's own time.</param>
/// <param name="Stopped">A person asked it to stop.</param>
public sealed record LineEnd(
    ReadEnd? Read, long Frames, long Looks, long LastUs, long Dropped,
    ImmutableDictionary<string, SignalTimeline> Signals, long StartPtsUs, bool Stopped)
{
    /// <summary>What the view watch says of the run.</summary>
    public required ViewRun View { get; init; }

    /// <summary>For how long in all one and the same picture came again and again, in stretches of three seconds and more, s.</summary>
    public int StillSeconds { get; init; }

    /// <summary>For how long haze lay over the picture, s.</summary>
    public int HazySeconds { get; init; }
}
