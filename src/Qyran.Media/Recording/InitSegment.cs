namespace Qyran.Media.Recording;

/// <summary>What a player must have before the first fragment: the <c>ftyp</c> and <c>moov</c> boxes of a fragmented MP4. One for as long as the camera sends the same stream.</summary>
/// <param name="Bytes">The two boxes; never changed after it was made.</param>
/// <param name="Codec">As a browser's MediaSource wants it, like <c>avc1.640028</c> or <c>hvc1.1.6.L93.B0</c>; null where no browser plays it (MJPEG).</param>
/// <param name="Width">Coded picture, pixels.</param>
/// <param name="TicksPerSecond">The clock of <see cref="Fragment.Ticks"/>.</param>
public sealed record InitSegment(ReadOnlyMemory<byte> Bytes, string? Codec, int Width, int Height, long TicksPerSecond);
