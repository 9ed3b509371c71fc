namespace Qyran.Media;

/// <summary>What a source says of its first video stream. Sizes are pixels as seen: after the rotation the file asks for.</summary>
/// <param name="RotationDegrees">Clockwise turn that was applied to get there: 0, 90, 180 or 270.</param>
/// <param name="Codec">ffmpeg's name, like h264.</param>
/// <param name="Container">ffmpeg's name of the format, like mov,mp4,m4a,3gp,3g2,mj2.</param>
/// <param name="Duration">As declared; null for a live source and where nothing is declared.</param>
/// <param name="DeclaredFps">The rate the container promises; null when it promises none. Never used as a clock.</param>
/// <param name="AverageFps">Frames over duration as the container counts them; null when unknown.</param>
/// <param name="TimeBaseNum">One tick of the stream's clock is <paramref name="TimeBaseNum"/> / <paramref name="TimeBaseDen"/> seconds.</param>
/// <param name="PixelFormat">ffmpeg's name, like yuv420p.</param>
/// <param name="ContainerStartUs">The earliest stamp of any stream in the container, µs: ffmpeg's seeking counts from it.</param>
public sealed record VideoInfo(
    int Width, int Height, int RotationDegrees, string Codec, string Container, TimeSpan? Duration, double? DeclaredFps, double? AverageFps,
    long TimeBaseNum, long TimeBaseDen, string PixelFormat, bool IsLive, long ContainerStartUs = 0)
{
    /// <summary>How long the pictures go on after the first of them, as declared; null where only the length of the whole file is, of which sound may be the longest.</summary>
    public TimeSpan? PicturesLast { get; init; }

    /// <summary>A tick is so short that no two frames lie one apart: a stamp that stands one tick after the last was moved there.</summary>
    internal bool TicksFinely => 1e6 * TimeBaseNum / TimeBaseDen < 1_100;
}
