using System.Runtime.CompilerServices;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;

namespace Qyran.Vision.Motion;

/// <summary>
/// Where the picture moved just now: every fourth row compared with itself a fifth of a second ago, in blocks of 16 × 16. Unlike the
/// background of <see cref="MotionGate"/> a standing vehicle leaves no mark in it, and a vehicle that sets off does so at once.
/// One instance belongs to one camera and one thread; costs some 20 µs a frame; allocates only when the picture's size changes.
/// </summary>
public sealed class StirMap
{
    /// <summary>Side of a block, pixels of the analysed picture.</summary>
    public const int Block = 16;

    private const int RowStep = 4, RowsPerBlock = Block / RowStep;

    // sensor and codec noise reach some 8 levels now and then, on single pixels; a moving edge is beyond 14 on several
    private const byte Difference = 14;
    private const int LeastPixels = 5;
    private const double ApartSeconds = 0.2;

    private byte[] _now = [], _then = [], _limit = [], _mask = [];
    private uint[] _counts = [];
    private double[] _stirred = [];
    private int _width, _height, _across, _down;
    private double _scaleX, _scaleY, _thenSeconds, _seconds, _last;

    /// <summary>Blocks across and down.</summary>
    public int Across => _across;
    public int Down => _down;

    /// <summary>Takes in the next frame.</summary>
    public void Step(in FrameView frame)
    {
        var seconds = frame.Time.Seconds;
        if (frame.Width != _width || frame.Height != _height || seconds < _seconds) Reset(frame);
        _seconds = seconds;
        (_scaleX, _scaleY) = (frame.ScaleX, frame.ScaleY);
        Read(frame, _now);
        PixelKernel.Compare(_now, _then, _limit, _mask);
        for (var r = 0; r < _down; r++)
        {
            var most = PixelKernel.CountCells(_mask.AsSpan(r * RowsPerBlock * _width, RowsPerBlock * _width), _width, _counts);
            if (most == 0) continue;
            for (var c = 0; c < _across; c++)
            {
                var n = _counts[4 * c] + _counts[(4 * c) + 1] + _counts[(4 * c) + 2] + _counts[(4 * c) + 3];
                if (n < LeastPixels) continue;
                _stirred[(r * _across) + c] = seconds;
                _last = seconds;
            }
        }
        if (seconds - _thenSeconds < ApartSeconds) return;
        (_now, _then) = (_then, _now);
        _thenSeconds = seconds;
    }

    /// <summary>Did anything move anywhere within the last so many seconds?</summary>
    public bool Any(double seconds) => _seconds - _last <= seconds;

    /// <summary>Did anything move in this block, counted from the left and the top, within the last so many seconds?</summary>
    public bool At(int column, int row, double seconds) => _seconds - _stirred[(row * _across) + column] <= seconds;

    /// <summary>The block's edges in raw pixels.</summary>
    public PixelBox BoxOf(int column, int row) => new(column * Block * _scaleX, row * Block * _scaleY, Block * _scaleX, Block * _scaleY);

    private void Reset(in FrameView frame)
    {
        (_width, _height) = (frame.Width, frame.Height);
        (_across, _down) = (_width / Block, _height / Block);
        var size = _down * RowsPerBlock * _width;
        if (_now.Length != size)
        {
            (_now, _then, _limit, _mask) = (new byte[size], new byte[size], new byte[size], new byte[size]);
            _counts = new uint[Math.Max(1, _width / 4)];
            _stirred = new double[_across * _down];
            _limit.AsSpan().Fill(Difference);
        }
        _stirred.AsSpan().Fill(double.NegativeInfinity);
        Read(frame, _then);
        // nothing is known of what was before: it counts as moving
        (_thenSeconds, _last) = (frame.Time.Seconds, frame.Time.Seconds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read(in FrameView frame, byte[] rows)
    {
        for (var r = 0; r < _down * RowsPerBlock; r++)
            frame.Y.Slice(((r * RowStep) + 1) * _width, _width).CopyTo(rows.AsSpan(r * _width));
    }
}
