using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Qyran.Media.Recording;

/// <summary>
/// Hands fragments to any number of viewers as soon as they are complete. Never waits for a viewer: one that is too slow loses fragments and goes on at the
/// next key picture. A new viewer gets the fragments since the last key picture at once. Safe from any thread.
/// </summary>
public sealed class FragmentFeed
{
    private const int Waiting = 64, MostKept = 128;
    private readonly Lock _gate = new();
    private readonly List<Fragment> _sinceKey = [];
    private readonly List<Channel<Fragment>> _viewers = [];

    /// <summary>How many watch now.</summary>
    public int Viewers
    {
        get
        {
            lock (_gate)
                return _viewers.Count;
        }
    }

    /// <summary>The newest fragment; null before the first.</summary>
    public Fragment? Last
    {
        get
        {
            lock (_gate)
                return _sinceKey.Count > 0 ? _sinceKey[^1] : null;
        }
    }

    /// <summary>Fragments from the last key picture on, for ever, until <paramref name="stop"/>. The first one has <see cref="Fragment.StartsWithKey"/>.</summary>
    public async IAsyncEnumerable<Fragment> Watch([EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<Fragment>(new BoundedChannelOptions(Waiting) { SingleReader = true });
        lock (_gate)
        {
            foreach (var fragment in _sinceKey)
                channel.Writer.TryWrite(fragment);
            _viewers.Add(channel);
        }
        try
        {
            await foreach (var fragment in channel.Reader.ReadAllAsync(stop))
                yield return fragment;
        }
        finally
        {
            lock (_gate)
                _viewers.Remove(channel);
        }
    }

    internal void Add(Fragment fragment)
    {
        lock (_gate)
        {
            if (fragment.StartsWithKey)
                _sinceKey.Clear();
            else if (_sinceKey.Count is 0 or MostKept)
                return;
            _sinceKey.Add(fragment);
            foreach (var viewer in _viewers)
                viewer.Writer.TryWrite(fragment);
        }
    }
}
