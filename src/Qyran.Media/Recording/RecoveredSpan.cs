namespace Qyran.Media.Recording;

/// <summary>What of a recording without a row is whole.</summary>
/// <param name="LengthBytes">Up to here: whole fragments; what follows is torn and to be cut off.</param>
public sealed record RecoveredSpan(string CameraId, long StartUs, long EndUs, long LengthBytes);
