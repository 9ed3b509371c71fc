using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>What looking into a source gave.</summary>
public abstract record ProbeOutcome
{
    private ProbeOutcome() { }

    public sealed record Found(VideoInfo Video) : ProbeOutcome;

    public sealed record Failed(Failure Failure) : ProbeOutcome;
}
