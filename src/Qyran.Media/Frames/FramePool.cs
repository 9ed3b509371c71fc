namespace Qyran.Media;

/// <summary>Frames that are used again: after the first few, reading a video allocates nothing. Safe from any thread.</summary>
internal sealed class FramePool(FrameLayout layout)
{
    private readonly Lock _gate = new();
    private readonly Stack<Frame> _free = new();
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

    public void Return(Frame frame)
    {
        lock (_gate)
        {
            _out--;
            if (!_closed && _free.Count < 16)
            {
                _free.Push(frame);
                return;
            }
        }
        frame.Release();
    }

    /// <summary>Frees what lies unused; frames still with somebody are freed when they come back.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_free.TryPop(out var frame))
                frame.Release();
        }
    }
}
