using Qyran.Domain.Time;

namespace Qyran.Domain.Plates;

/// <summary>A reading with the frame it was read in.</summary>
/// <param name="Frame">The frame's number within the run.</param>
/// <param name="Time">When that frame was exposed.</param>
public sealed record PlateSighting(long Frame, CaptureTime Time, PlateReading Reading);
