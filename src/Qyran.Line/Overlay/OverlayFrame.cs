using Qyran.Domain.Signals;
using Qyran.Domain.Time;

namespace Qyran.Line.Overlay;

/// <summary>What changes from frame to frame in a drawing.</summary>
/// <param name="Time">Shown as UTC where known, else as the source's own clock; null for a still picture, which has none.</param>
/// <param name="Signals">State per signal head id; heads missing here are drawn as unknown.</param>
/// <param name="Caption">A line for people, such as "at the offence"; null for none.</param>
public sealed record OverlayFrame(
    CaptureTime? Time, IReadOnlyList<OverlayTrack> Tracks, IReadOnlyDictionary<string, SignalState> Signals, string? Caption);
