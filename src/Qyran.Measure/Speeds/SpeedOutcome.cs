using Qyran.Domain.Passages;

namespace Qyran.Measure.Speeds;

/// <summary>What became of a speed measurement.</summary>
public abstract record SpeedOutcome
{
    private SpeedOutcome() { }

    /// <summary>A speed with its error, and everything needed to compute or draw it again.</summary>
    public sealed record Measured(SpeedReading Reading, SpeedFit Fit) : SpeedOutcome;

    /// <param name="Why">One line for people.</param>
    public sealed record Refused(string Why) : SpeedOutcome
    {
        /// <summary>There are two speeds, of two methods, and they contradict each other: other than where there is none, somebody may have been too fast.</summary>
        public bool Disagree { get; init; }
    }
}
