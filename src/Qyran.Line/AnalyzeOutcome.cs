using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Passages;
using Qyran.Line.Outputs;

namespace Qyran.Line;

/// <summary>How an analysis ended.</summary>
public abstract record AnalyzeOutcome
{
    private AnalyzeOutcome() { }

    /// <summary>Results are in the folder; <paramref name="Problem"/> says what did not go well meanwhile (a damaged end, a full disk).</summary>
    public sealed record Done(RunSummary Summary, ImmutableArray<Passage> Passages, ImmutableArray<Case> Cases, Failure? Problem) : AnalyzeOutcome
    {
        /// <summary>Why packs bear no time stamp though one was asked for; null when all do or none was.</summary>
        public string? Unstamped { get; init; }
    }

    /// <summary>Nothing was analysed, nothing was written.</summary>
    public sealed record Failed(Failure Failure) : AnalyzeOutcome;
}
