using System.Collections.Immutable;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>A line that means something.</summary>
/// <param name="Points">Polyline, raw pixels, at least two.</param>
/// <param name="Lanes">Lanes it holds for; empty = all.</param>
/// <param name="Signal">Stop lines: id of the signal head that governs it; null when it is a stop sign's.</param>
public sealed record SceneLine(string Id, LineKind Kind, ImmutableArray<RawPixel> Points, ImmutableArray<string> Lanes, string? Signal);
