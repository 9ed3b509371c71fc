namespace Qyran.Storage.Rows;

/// <summary>A finished recording file.</summary>
/// <param name="Path">Below the data folder, with forward slashes.</param>
/// <param name="StartUs">Its first frame, µs since the Unix epoch, UTC.</param>
/// <param name="EndUs">The end of its last frame.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Protected">Not recycled: something rests on it.</param>
public sealed record RecordingRow(string Path, string CameraId, long StartUs, long EndUs, long LengthBytes, string Sha256, bool Protected = false);
