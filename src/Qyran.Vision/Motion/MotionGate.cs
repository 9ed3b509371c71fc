using System.Runtime.CompilerServices;
using Qyran.Domain.Frames;

namespace Qyran.Vision.Motion;

/// <summary>
/// Says whether anything in the picture differs from the empty scene, looking at every fourth row only: an empty scene costs some
/// 20 µs a frame. A vehicle that stands still keeps it open for about a minute. One instance belongs to one camera and one thread.
/// </summary>
public sealed class MotionGate
{
    private const int RowStep = 4;
    private const int CellsPerBlock = 4;
    private readonly MotionSettings _settings;
    private byte[] _now = [], _background = [], _tolerance = [], _free = [], _mask = [];
    private uint[] _counts = [];
    private int _width, _height;
    private double _seconds, _age, _learnIn, _absorbIn, _openFor;

    public MotionGate(MotionSettings settings) => _settings = settings;

    /// <summary>
    /// True while something moved within the hold time. Always true until the start-up time has passed.
    /// Allocates only when the size of the picture changes.
    /// </summary>
    public bool Moves(in FrameView frame)
    {
        if (frame.Width != _width || frame.Height != _height) Reset(frame);
        var passed = frame.Time.Seconds - _seconds;
        _seconds = frame.Time.Seconds;
        if (passed is not (> 0 and < 2)) passed = 0.04;
        _age += passed;
        var rows = _height / RowStep;
        for (var r = 0; r < rows; r++)
            frame.Y.Slice(((r * RowStep) + 1) * _width, _width).CopyTo(_now.AsSpan(r * _width));

        var starting = _age < _settings.StartSeconds;
        var busy = Pass(starting, passed);
        if (busy > 0.3 && LightStep.TryFollow(_now, _background, _tolerance, 13)) busy = Pass(starting, passed);
        if (busy > 0.7) Reset(frame);
        if (busy > 0 || starting) _openFor = _settings.GateHoldSeconds;
        else _openFor -= passed;
        return _openFor > 0;
    }

    // one comparison; the share of blocks that changed
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Pass(bool starting, double passed)
    {
        _learnIn -= passed;
        _absorbIn -= passed;
        var learn = starting || _learnIn <= 0;
        var step = starting ? (byte)3 : (byte)1;
        if (_learnIn <= 0) _learnIn = Math.Max(_learnIn + (1 / _settings.LearnHz), 0);
        var absorb = starting || _absorbIn <= 0; // once a second what differs is learned too
        if (_absorbIn <= 0) _absorbIn = 1;
        if (learn)
        {
            // what differed last time is held, so that a standing vehicle is absorbed slowly
            if (absorb) _free.AsSpan().Clear(); else _mask.AsSpan().CopyTo(_free);
            PixelKernel.CompareAndLearn(_now, _background, _tolerance, _free, _mask, step,
                (byte)_settings.ToleranceFloor, (byte)_settings.ToleranceCeiling);
        }
        else PixelKernel.Compare(_now, _background, _tolerance, _mask);

        var (changed, blocks) = (0, 0);
        var cells = _width / 4;
        for (var r = 0; r + 4 <= _height / RowStep; r += 4)
        {
            var most = PixelKernel.CountCells(_mask.AsSpan(r * _width, 4 * _width), _width, _counts);
            blocks += cells / CellsPerBlock;
            if (most < 6) continue;
            for (var c = 0; c + CellsPerBlock <= cells; c += CellsPerBlock)
                if (_counts[c] + _counts[c + 1] + _counts[c + 2] + _counts[c + 3] >= 14) changed++;
        }
        return blocks == 0 ? 1 : (double)changed / blocks;
    }

    private void Reset(in FrameView frame)
    {
        if (frame.Width != _width || frame.Height != _height)
        {
            (_width, _height) = (frame.Width, frame.Height);
            var size = _height / RowStep * _width;
            (_now, _background, _tolerance, _free, _mask) = (new byte[size], new byte[size], new byte[size], new byte[size], new byte[size]);
            _counts = new uint[_width / 4];
        }
        for (var r = 0; r < _height / RowStep; r++)
            frame.Y.Slice(((r * RowStep) + 1) * _width, _width).CopyTo(_background.AsSpan(r * _width));
        _tolerance.AsSpan().Fill((byte)(_settings.ToleranceFloor + 6));
        _age = 0;
    }
}
