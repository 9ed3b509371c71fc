namespace Qyran.Server.Cases;

/// <summary>How far a copy to be handed out is, and what it has come to.</summary>
/// <param name="State">none (nobody asked for one), waiting, running, done or failed.</param>
/// <param name="Step">What is being done, for people.</param>
/// <param name="Share">Of this step, 0 to 1.</param>
/// <param name="Why">Failed: why.</param>
/// <param name="Frames">Done: of the clip.</param>
/// <param name="HiddenFrames">Done: of these, with somebody hidden.</param>
/// <param name="LeftOut">Done: pictures of the pack that are not in it.</param>
internal sealed record RedactedCopy(string State, string? Step = null, double Share = 0, string? Why = null, long Frames = 0, long HiddenFrames = 0, int LeftOut = 0);
