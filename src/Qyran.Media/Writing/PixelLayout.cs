namespace Qyran.Media;

/// <summary>How the pictures given to a <see cref="VideoWriter"/> lie in memory; rows without padding.</summary>
public enum PixelLayout
{
    /// <summary>Blue, green, red, alpha: 4 bytes a pixel; alpha is ignored.</summary>
    Bgra,
    /// <summary>Y, then U, then V, chroma of half size rounded up: as in a <see cref="Frame"/>.</summary>
    Yuv420,
}
