using Qyran.Domain.Detections;

namespace Qyran.Line.Adapting;

/// <summary>One detection, and what time made of it.</summary>
/// <param name="Piece">Number of the stretch of time it lies in; every second one is held back.</param>
/// <param name="Right">Whether a track confirms it; null where nobody knows.</param>
/// <param name="Thing">Which thing of which moment it shows, so that it counts once; null where it is wrong.</param>
public readonly record struct AdaptSample(Detection Found, int Piece, bool? Right, (int Piece, int Track, long TimeUs)? Thing);

/// <summary>A look that was kept: what the detector found in it.</summary>
internal sealed record KeptLook(long TimeUs, Detection[] Found);
