namespace Qyran.Media.Recording;

/// <summary>A finished recording: whole, flushed to the disk, under its name.</summary>
/// <param name="Path">Below the data folder, with forward slashes: <c>recordings/CAMERA/2026-11-28/081500.040000Z.mp4</c>.</param>
/// <param name="StartUs">Its first picture, µs since the Unix epoch, UTC.</param>
/// <param name="EndUs">The end of its last picture.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record RecordedFile(string Path, long StartUs, long EndUs, long LengthBytes, string Sha256);
