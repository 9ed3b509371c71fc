namespace Qyran.Media;

/// <summary>A clip that was cut out of a file without decoding it.</summary>
/// <param name="Path">Where it is: as asked, or with .mkv in place of the extension where the codec cannot go into an MP4.</param>
/// <param name="FromUs">Stamp of its first frame in the source, µs; at or before what was asked (a clip starts at a key frame).</param>
/// <param name="ToUs">Stamp of its last frame in the source, µs.</param>
/// <param name="OffsetUs">A frame's stamp in the source is its stamp in the clip plus this, µs.</param>
/// <param name="TimesExact">True when every stamp maps to the microsecond; false for MKV, which rounds each to 1 ms.</param>
/// <param name="CodecCopied">The camera's own bytes, not coded again.</param>
public sealed record ClipInfo(string Path, long FromUs, long ToUs, long OffsetUs, bool TimesExact, bool CodecCopied);
