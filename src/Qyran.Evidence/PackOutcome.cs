using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>What became of writing a pack.</summary>
public abstract record PackOutcome
{
    private PackOutcome() { }

    /// <summary>The pack is on the disk under its final name and has been flushed to it.</summary>
    /// <param name="ManifestHash">SHA-256 (lower-case hex) of the manifest's bytes: the pack's identity.</param>
    /// <param name="Link">To be appended to the <see cref="ChainFile"/> and given to the next pack as <c>previous</c>.</param>
    public sealed record Written(string Path, string ManifestHash, ChainLink Link) : PackOutcome
    {
        /// <summary>Why it bears no time stamp though one was asked for; null when it does or none was.</summary>
        public string? Unstamped { get; init; }
    }

    /// <summary>Nothing is left under the final name.</summary>
    public sealed record Failed(Failure Failure) : PackOutcome;
}
