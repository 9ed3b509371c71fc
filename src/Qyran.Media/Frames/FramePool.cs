using System.Runtime.InteropServices;

namespace Qyran.Media;

/// <summary>Frames that are used again: after the first few, reading a video allocates nothing. Safe from any thread.</summary>
internal sealed class FramePool(FrameLayout layout)
{
    private readonly Lock _gate = new();
    private const int MostFree = 16, MostFreeWholes = 4;
    private readonly Stack<Frame> _free = new();
    private readonly Stack<nint> _freeWholes = new();
    private int _out;
    private bool _closed;

    public FrameLayout Layout { get; } = layout;

    /// <summary>Frames that are with somebody and not disposed yet.</summary>
    public int Out
    {
        get
        {
            lock (_gate)
                return _out;
        }
    }

    /// <summary>A frame of nobody's, its content undefined.</summary>
    public Frame Rent()
    {
        lock (_gate)
        {
            _out++;
            if (_free.TryPop(out var frame))
            {
                frame.Revive();
                return frame;
            }
        }
        return new Frame(this);
    }

    /// <summary>A buffer for a whole picture, its content undefined.</summary>
    public unsafe nint RentWhole()
    {
        lock (_gate)
            if (_freeWholes.TryPop(out var whole)) return whole;
        return (nint)NativeMemory.AlignedAlloc((nuint)Layout.WholeBytes, 64);
    }

    public unsafe void Return(Frame frame)
    {
        var whole = frame.LeaveWhole();
        lock (_gate)
        {
            _out--;
            if (whole != 0 && !_closed && _freeWholes.Count < MostFreeWholes)
            {
                _freeWholes.Push(whole);
                whole = 0;
            }
            if (whole != 0) NativeMemory.AlignedFree((void*)whole);
            if (!_closed && _free.Count < MostFree)
            {
                _free.Push(frame);
                return;
            }
        }
        frame.Release();
    }

    /// <summary>Frees what lies unused; frames still with somebody are freed when they come back.</summary>
    public unsafe void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_free.TryPop(out var frame))
                frame.Release();
            while (_freeWholes.TryPop(out var whole))
                NativeMemory.AlignedFree((void*)whole);
        }
    }
}
