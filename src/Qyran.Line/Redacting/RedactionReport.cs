using System.Collections.Immutable;

namespace Qyran.Line.Redacting;

/// <summary>What a redacted copy holds.</summary>
/// <param name="Files">Written, by name.</param>
/// <param name="LeftOut">Pictures of the pack that are not in it, with the reason.</param>
/// <param name="Frames">Of the clip, all looked through.</param>
/// <param name="HiddenFrames">Of these, with somebody hidden.</param>
public sealed record RedactionReport(string CaseId, ImmutableArray<string> Files, ImmutableArray<(string Name, string Why)> LeftOut, long Frames, long HiddenFrames);
