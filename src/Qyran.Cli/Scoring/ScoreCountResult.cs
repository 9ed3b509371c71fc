using Qyran.Measure.Scoring.Counts;

namespace Qyran.Cli.Scoring;

/// <summary>One clip's lines with what was counted at them.</summary>
internal sealed record ScoreCountResult(CountFile File, string Video, List<(CountedLine Line, CountScore Score)> Lines);
