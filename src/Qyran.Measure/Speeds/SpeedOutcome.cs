using Qyran.Domain.Passages;

namespace Qyran.Measure.Speeds;

/// <summary>What became of a speed measurement.</summary>
public abstract record SpeedOutcome
{
    private SpeedOutcome() { }

    /// <summary>A speed with its error, and everything needed to compute or draw it again.</summary>
    public sealed record Measured(SpeedReading Reading, SpeedFit Fit) : SpeedOutcome;

    /// <param name="Why">One line for people.</param>
    public sealed record Refused(string Why) : SpeedOutcome;
}
