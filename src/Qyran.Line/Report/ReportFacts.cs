using System.Collections.Immutable;
using Qyran.Domain.Cases;
using Qyran.Domain.Passages;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;

namespace Qyran.Line.Report;

/// <summary>Everything a report tells.</summary>
/// <param name="Width">Raw picture size, px: the units of scene and tracks.</param>
/// <param name="Background">A JPEG of the scene, shrunk or not; null when none could be taken.</param>
/// <param name="Tracks">With thinned points; those of passages are drawn.</param>
/// <param name="Photos">By case id.</param>
/// <param name="KeyId">SHA-256 (hex) of the device's public key; null where nothing was to be signed.</param>
public sealed record ReportFacts(
    RunSummary Summary, Scene? Scene, int Width, int Height, byte[]? Background,
    IReadOnlyList<Passage> Passages, IReadOnlyList<Track> Tracks, IReadOnlyList<Case> Cases,
    IReadOnlyDictionary<string, ImmutableArray<CasePhoto>> Photos,
    IReadOnlyList<(string Passage, string Rule, string Why)> Undecided, string? Problem, string? KeyId, bool Annotated);
