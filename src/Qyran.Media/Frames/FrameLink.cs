using System.Diagnostics.CodeAnalysis;

namespace Qyran.Media;

/// <summary>A bounded link between the thread that reads frames and the one that uses them. What is still inside when it is disposed is disposed with it.</summary>
public sealed class FrameLink<T> : IDisposable
    where T : class, IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<T> _inside;
    private readonly int _capacity;
    private readonly LinkFull _whenFull;
    private bool _complete, _closed;
    private long _dropped;

    public FrameLink(int capacity, LinkFull whenFull)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_capacity, _whenFull, _inside) = (capacity, whenFull, new Queue<T>(capacity));
    }

    /// <summary>How many were disposed unread because the link was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public int Count
    {
        get
        {
            lock (_gate)
                return _inside.Count;
        }
    }

    /// <summary>Hands <paramref name="item"/> over, and with it its ownership. After <see cref="Dispose"/> it is disposed at once.</summary>
    /// <returns>False when nobody will read it any more: the writer may stop.</returns>
    public bool Write(T item)
    {
        T? old = null;
        var taken = false;
        lock (_gate)
        {
            if (_complete)
                throw new InvalidOperationException("written after Complete");
            while (!_closed && _inside.Count == _capacity && _whenFull == LinkFull.Wait)
                Monitor.Wait(_gate);
            if (!_closed)
            {
                if (_inside.Count == _capacity)
                    old = _inside.Dequeue();
                _inside.Enqueue(item);
                taken = true;
                Monitor.PulseAll(_gate);
            }
        }
        if (old is not null)
        {
            Interlocked.Increment(ref _dropped);
            old.Dispose();
        }
        if (!taken)
            item.Dispose();
        return taken;
    }

    /// <summary>No more will be written.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _complete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the next one, which then is the caller's to dispose. False when there will be none.</summary>
    public bool TryRead([NotNullWhen(true)] out T? item)
    {
        lock (_gate)
        {
            while (_inside.Count == 0 && !_complete && !_closed)
                Monitor.Wait(_gate);
            if (!_inside.TryDequeue(out item))
                return false;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            while (_inside.TryDequeue(out var item))
                item.Dispose();
            Monitor.PulseAll(_gate);
        }
    }
}
