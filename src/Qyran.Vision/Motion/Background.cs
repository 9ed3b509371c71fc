using System.Runtime.CompilerServices;
using Qyran.Domain.Frames;

namespace Qyran.Vision.Motion;

/// <summary>The empty scene of one camera at one size: brightness and tolerance per pixel, colour per 4×4 cell, and where learning is held.</summary>
internal sealed class Background
{
    public const int Cell = 4;
    private readonly byte[] _luma, _tolerance, _mask, _held;
    private readonly byte[] _u, _v;
    private readonly Sway _sway;
    private int _turn;

    public Background(int width, int height)
    {
        (Width, Height, Columns, Rows) = (width, height, width / Cell, height / Cell);
        (_luma, _tolerance, _mask) = (new byte[width * height], new byte[width * height], new byte[width * Cell]);
        (_held, _sway) = (new byte[width * Rows], new Sway(width, height));
        (_u, _v, Counts) = (new byte[Columns * Rows], new byte[Columns * Rows], new uint[Columns * Rows]);
    }

    public int Width { get; }
    public int Height { get; }
    public int Columns { get; }
    public int Rows { get; }
    public ReadOnlySpan<byte> Luma => _luma;
    public ReadOnlySpan<byte> Tolerance => _tolerance;

    /// <summary>Changed pixels per cell after <see cref="Compare"/>, 0…16, row by row.</summary>
    public uint[] Counts { get; }

    /// <summary>Takes the picture as the empty scene.</summary>
    public void Start(in FrameView frame, byte tolerance)
    {
        frame.Y.CopyTo(_luma);
        _tolerance.AsSpan().Fill(tolerance);
        _held.AsSpan().Clear();
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column < Columns; column++)
                (_u[(row * Columns) + column], _v[(row * Columns) + column]) = Colour(frame, column, row);
    }

    /// <summary>
    /// Compares all pixels and lets one of <paramref name="period"/> cell rows learn by up to <paramref name="step"/> levels.
    /// Returns the share of cells with at least <paramref name="least"/> changed pixels.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Compare(in FrameView frame, int period, byte step, byte floor, byte ceiling, uint least)
    {
        _turn = (_turn + 1) % period;
        var active = 0;
        for (var row = 0; row < Rows; row++)
        {
            var counts = Counts.AsSpan(row * Columns, Columns);
            var from = row * Cell * Width;
            if (row % period == _turn)
            {
                var held = _held.AsSpan(row * Width, Width);
                for (var y = 0; y < Cell; y++)
                {
                    var at = from + (y * Width);
                    PixelKernel.CompareAndLearn(frame.Y.Slice(at, Width), _luma.AsSpan(at, Width), _tolerance.AsSpan(at, Width), held,
                        _mask.AsSpan(y * Width, Width), step, floor, ceiling);
                }
                LearnColour(frame, row, held);
            }
            else
            {
                var all = Cell * Width;
                PixelKernel.Compare(frame.Y.Slice(from, all), _luma.AsSpan(from, all), _tolerance.AsSpan(from, all), _mask);
            }
            if (PixelKernel.CountCells(_mask, Width, counts) < least) continue;
            foreach (var count in counts)
                if (count >= least) active++;
        }
        return (double)active / Counts.Length;
    }

    /// <summary>Follows a change of exposure; true when the background was changed and the frame must be compared again.</summary>
    public bool TryFollowLight(in FrameView frame) => LightStep.TryFollow(frame.Y, _luma, _tolerance, 61);

    /// <summary>Follows a camera that moves a little; true when the background was moved and the frame must be compared again.</summary>
    public bool TryFollowSway(in FrameView frame) => _sway.TryFollow(frame.Y, _luma, _tolerance);

    /// <summary>Frees every cell for learning.</summary>
    public void ReleaseAll() => _held.AsSpan().Clear();

    /// <summary>Holds the cells of a rectangle (cell units, right and bottom exclusive, clipped here): nothing there is learned.</summary>
    public void Hold(int left, int top, int right, int bottom)
    {
        (left, top, right, bottom) = (Math.Max(0, left), Math.Max(0, top), Math.Min(Columns, right), Math.Min(Rows, bottom));
        for (var row = top; row < bottom && right > left; row++)
            _held.AsSpan((row * Width) + (left * Cell), (right - left) * Cell).Fill(255);
    }

    /// <summary>Frees one cell for learning.</summary>
    public void Release(int column, int row) => _held.AsSpan((row * Width) + (column * Cell), Cell).Clear();

    /// <summary>Takes one cell of the picture as empty scene at once.</summary>
    public void Absorb(in FrameView frame, int column, int row, byte tolerance)
    {
        for (var y = 0; y < Cell; y++)
        {
            var at = (((row * Cell) + y) * Width) + (column * Cell);
            frame.Y.Slice(at, Cell).CopyTo(_luma.AsSpan(at));
            _tolerance.AsSpan(at, Cell).Fill(tolerance);
        }
        (_u[(row * Columns) + column], _v[(row * Columns) + column]) = Colour(frame, column, row);
    }

    /// <summary>How far the cell's colour is from the background's once the background's is dimmed as the brightness was, chroma levels (both axes added).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int ColourChange(in FrameView frame, int cell, int column, int row, int now, int before)
    {
        var (u, v) = Colour(frame, column, row);
        // colour shrinks with light; brighter than before it is compared as it was, saturated lamps make it meaningless
        var light = Math.Min(256, (now << 8) / Math.Max(1, before));
        var du = u - 128 - (((_u[cell] - 128) * light) >> 8);
        var dv = v - 128 - (((_v[cell] - 128) * light) >> 8);
        return Math.Abs(du) + Math.Abs(dv);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LearnColour(in FrameView frame, int row, ReadOnlySpan<byte> held)
    {
        for (var column = 0; column < Columns; column++)
        {
            if (held[column * Cell] != 0) continue;
            var cell = (row * Columns) + column;
            var (u, v) = Colour(frame, column, row);
            _u[cell] = (byte)(_u[cell] + Math.Sign(u - _u[cell]));
            _v[cell] = (byte)(_v[cell] + Math.Sign(v - _v[cell]));
        }
    }

    private static (byte U, byte V) Colour(in FrameView frame, int column, int row)
    {
        var w = frame.ChromaWidth;
        var at = (row * 2 * w) + (column * 2);
        var u = frame.U;
        var v = frame.V;
        return ((byte)((u[at] + u[at + 1] + u[at + w] + u[at + w + 1] + 2) >> 2), (byte)((v[at] + v[at + 1] + v[at + w] + v[at + w + 1] + 2) >> 2));
    }
}
