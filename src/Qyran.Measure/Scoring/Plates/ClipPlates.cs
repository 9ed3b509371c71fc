using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Plates;

/// <summary>The plates that a person can read in a real clip.</summary>
/// <param name="Clip">The video's file name.</param>
public sealed record ClipPlates(string Clip, ImmutableArray<string> Plates);
