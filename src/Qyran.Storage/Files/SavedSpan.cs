namespace Qyran.Storage.Files;

/// <summary>What can be saved of a recording nobody finished.</summary>
/// <param name="LengthBytes">So much of the file, from its beginning, is whole; the rest is cut off.</param>
public sealed record SavedSpan(string CameraId, long StartUs, long EndUs, long LengthBytes);
