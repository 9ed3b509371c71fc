using System.Collections.Immutable;
using Qyran.Domain.Failures;

namespace Qyran.Simulator;

/// <summary>What became of it.</summary>
public abstract record SimulateOutcome
{
    private SimulateOutcome() { }

    public sealed record Done(ImmutableArray<SimulatedCamera> Cameras) : SimulateOutcome;

    public sealed record Failed(Failure Failure) : SimulateOutcome;
}
