namespace Qyran.Line.Live;

/// <summary>A stretch of which there is no video, or none that can be relied on; µs UTC.</summary>
/// <param name="Why">For people: "the camera ended the stream", "the program was stopped" …</param>
public sealed record LiveGap(string CameraId, long FromUs, long UntilUs, string Why);
