using System.Collections.Immutable;
using Qyran.Domain.Signals;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>What an analysis says of one clip.</summary>
/// <param name="Rows">Of <c>tracks.txt</c>: frames from 1, confidence 0 where a gap was bridged.</param>
public sealed record RunResult(ImmutableArray<ScoredBox> Rows, ImmutableArray<RunPassage> Passages, ImmutableArray<RunCase> Cases)
{
    /// <summary>What was read of the signal heads.</summary>
    public ImmutableArray<SignalTimeline> Signals { get; init; } = [];

    /// <summary>How many frames it read; null where nothing says so.</summary>
    public int? Frames { get; init; }

    /// <summary>Whether somebody stopped it before the clip's end.</summary>
    public bool Stopped { get; init; }
}
