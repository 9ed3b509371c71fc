namespace Qyran.Media;

/// <summary>One picture of a file at full resolution, upright.</summary>
/// <param name="PtsUs">The frame's own stamp in the file, µs: media time plus <see cref="FrameReader.StartPtsUs"/>.</param>
/// <param name="Jpeg">A JPEG file's bytes.</param>
public sealed record Still(long PtsUs, byte[] Jpeg, int Width, int Height);
