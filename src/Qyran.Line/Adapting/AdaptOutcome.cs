using Qyran.Domain.Failures;
using Qyran.Vision.Adapted;

namespace Qyran.Line.Adapting;

/// <summary>How an adaptation ended.</summary>
public abstract record AdaptOutcome
{
    private AdaptOutcome() { }

    /// <summary>It was tried on the pieces held back.</summary>
    /// <param name="Kept">Whether it was better there and was written.</param>
    /// <param name="Before">The shipped detector.</param>
    /// <param name="InUse">What was written earlier, where it still fits the model; null where there is none.</param>
    /// <param name="Seconds">Video looked at.</param>
    /// <param name="Tracks">Tracks that were believed.</param>
    public sealed record Tried(bool Kept, Adaptation Made, HeldBack Before, HeldBack? InUse, HeldBack After, double Seconds, int Samples, int Things, int Tracks) : AdaptOutcome;

    /// <summary>Nothing could be tried, nothing was written.</summary>
    public sealed record Failed(Failure Failure) : AdaptOutcome;
}
