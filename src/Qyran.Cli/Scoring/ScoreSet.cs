using System.Collections.Immutable;
using Qyran.Measure.Scoring;

namespace Qyran.Cli.Scoring;

/// <summary>Sequences that are scored together: one benchmark, one detector, one truth.</summary>
/// <param name="Key">Short name in JSON and in the figures kept from run to run.</param>
/// <param name="Inputs">Where truth and detections come from, a sentence.</param>
/// <param name="Sort">SORT's published totals over the same sequences.</param>
/// <param name="Left">What was left out and why; null when nothing was.</param>
internal sealed record ScoreSet(string Key, string Title, string Inputs, ImmutableArray<ScoreSequence> Sequences, PublishedRow? Sort, string? Left)
{
    /// <summary>Names of the sequences that were left out.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>All sequences taken together.</summary>
    public TrackScore Overall { get; } = Sequences.Select(s => s.Score).Aggregate((a, b) => a + b);

    public TrackScore Baseline { get; } = Sequences.Select(s => s.Baseline).Aggregate((a, b) => a + b);

    public int Frames => Sequences.Sum(s => s.Frames);
}
