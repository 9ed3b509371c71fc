using System.Collections.Immutable;

namespace Qyran.Server.Scenes;

/// <summary>What trying a draft over recorded minutes has come to so far.</summary>
/// <param name="State">waiting, running, done, stopped or failed.</param>
/// <param name="Seconds">Of the video, looked at.</param>
/// <param name="OfSeconds">The video's length, with <paramref name="From"/> and <paramref name="Until"/>; null while it is being taken out of the recordings.</param>
/// <param name="Why">Failed: why.</param>
/// <param name="Vehicles">Passages; <paramref name="Measured"/> of them with a speed.</param>
/// <param name="Passages">The first 500, as they ended.</param>
internal sealed record TrialView(
    string State, double Seconds, double? OfSeconds, DateTimeOffset? From, DateTimeOffset? Until, string? Why, int Vehicles, int Measured,
    ImmutableArray<TrialView.Seen> Passages, ImmutableArray<TrialView.Judged> Verdicts)
{
    /// <param name="At">Seconds from the beginning when it was first seen.</param>
    /// <param name="ErrorKmh">Half width of the stated 95 % interval.</param>
    /// <param name="Refused">Why no speed was measured.</param>
    internal sealed record Seen(double At, string Class, string? Lane, string? Direction, decimal? Kmh, decimal? ErrorKmh, string? Refused);

    /// <param name="Outcome">broken, kept or undecided.</param>
    /// <param name="Why">Of what is undecided; empty else.</param>
    internal sealed record Judged(string Rule, string RuleTitle, string Outcome, string Why, int Count);
}
