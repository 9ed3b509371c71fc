using Qyran.Domain.Time;

namespace Qyran.Domain.Frames;

/// <summary>
/// One decoded picture as the stages see it: planar YUV 4:2:0, read only, valid until the owner of the frame disposes it.
/// The picture may be smaller than the camera's; <see cref="ScaleX"/> and <see cref="ScaleY"/> lead back to raw pixels
/// (raw = (analysed + 0.5) × scale − 0.5 for pixel centres, analysed × scale for edges).
/// </summary>
public readonly ref struct FrameView
{
    public required long Number { get; init; }
    public required CaptureTime Time { get; init; }
    /// <summary>Size of the planes here, pixels.</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }
    /// <summary>Size of the picture the camera made, pixels; all geometry outside a detector is in this frame.</summary>
    public required int RawWidth { get; init; }
    public required int RawHeight { get; init; }
    /// <summary>Luma, row after row without padding: Width × Height bytes.</summary>
    public required ReadOnlySpan<byte> Y { get; init; }
    /// <summary>Chroma, ⌈Width/2⌉ × ⌈Height/2⌉ bytes each.</summary>
    public required ReadOnlySpan<byte> U { get; init; }
    public required ReadOnlySpan<byte> V { get; init; }

    public double ScaleX => (double)RawWidth / Width;
    public double ScaleY => (double)RawHeight / Height;
    public int ChromaWidth => (Width + 1) / 2;
    public int ChromaHeight => (Height + 1) / 2;
}
