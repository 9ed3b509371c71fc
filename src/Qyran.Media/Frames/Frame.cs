using System.Runtime.InteropServices;
using Qyran.Domain.Frames;
using Qyran.Domain.Time;

namespace Qyran.Media;

/// <summary>
/// One decoded picture with its crops, in native memory of a pool. Whoever got it from <see cref="FrameReader"/> owns it and disposes it once;
/// views of it end with it.
/// </summary>
public sealed unsafe class Frame : IDisposable
{
    private readonly FramePool _pool;
    private byte* _pixels, _whole;
    private int _disposed;

    internal Frame(FramePool pool)
    {
        _pool = pool;
        _pixels = (byte*)NativeMemory.AlignedAlloc((nuint)pool.Layout.Total, 64);
    }

    /// <summary>Counts from 0 within one run.</summary>
    public long Number { get; private set; }

    public CaptureTime Time { get; private set; }

    /// <summary>How many crops came with it, in the order of the settings.</summary>
    public int CropCount => _pool.Layout.Crops.Length;

    /// <summary>The analysed picture.</summary>
    public FrameView View => Part(0, _pool.Layout.RawWidth, _pool.Layout.RawHeight);

    /// <summary>The pixels of one crop at full resolution; its raw size is its own size.</summary>
    public FrameView Crop(int index)
    {
        var box = _pool.Layout.Crops[index];
        return Part(index + 1, box.Width, box.Height);
    }

    /// <summary>Where a crop lies in the raw picture: the asked box on even edges.</summary>
    public CropBox CropPlace(int index) => _pool.Layout.Crops[index];

    /// <summary>The whole picture came with it: see <see cref="FrameReaderSettings.WholeEvery"/>.</summary>
    public bool HasWhole => _whole != null;

    /// <summary>The whole picture's brightness at the camera's own size; its chroma is empty. Only where <see cref="HasWhole"/>.</summary>
    public FrameView Whole => new()
    {
        Number = Number,
        Time = Time,
        Width = _pool.Layout.RawWidth,
        Height = _pool.Layout.RawHeight,
        RawWidth = _pool.Layout.RawWidth,
        RawHeight = _pool.Layout.RawHeight,
        Y = WholeBytes(),
        U = [],
        V = [],
    };

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _pool.Return(this);
    }

    /// <summary>The bytes of part 0 (the picture) or i + 1 (crop i), to be filled.</summary>
    internal Span<byte> Bytes(int part)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return new(_pixels + _pool.Layout.Part(part).Offset, checked((int)_pool.Layout.PartBytes(part)));
    }

    /// <summary>The whole picture's bytes, to be filled; takes a buffer for them where there is none yet.</summary>
    internal Span<byte> TakeWhole()
    {
        if (_whole == null) _whole = (byte*)_pool.RentWhole();
        return WholeBytes();
    }

    internal void Stamp(long number, CaptureTime time) => (Number, Time) = (number, time);

    internal void Revive() => _disposed = 0;

    /// <summary>Takes the whole picture's buffer off it; zero when it has none.</summary>
    internal nint LeaveWhole()
    {
        var left = (nint)_whole;
        _whole = null;
        return left;
    }

    internal void Release()
    {
        NativeMemory.AlignedFree(_pixels);
        _pixels = null;
    }

    private Span<byte> WholeBytes()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0 || _whole == null, this);
        return new(_whole, checked((int)_pool.Layout.WholeBytes));
    }

    private FrameView Part(int part, int rawWidth, int rawHeight)
    {
        var bytes = Bytes(part);
        var (width, height, _) = _pool.Layout.Part(part);
        var luma = width * height;
        var chroma = (width + 1) / 2 * ((height + 1) / 2);
        return new FrameView
        {
            Number = Number,
            Time = Time,
            Width = width,
            Height = height,
            RawWidth = rawWidth,
            RawHeight = rawHeight,
            Y = bytes[..luma],
            U = bytes.Slice(luma, chroma),
            V = bytes.Slice(luma + chroma, chroma),
        };
    }
}
