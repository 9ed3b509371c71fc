using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Qyran.Media.Recording;

/// <summary>
/// Hands fragments to any number of viewers as soon as they are complete. Never waits for a viewer: one that is too slow loses fragments and goes on at the
/// next key picture. A new viewer gets the fragments since the last key picture at once. Safe from any thread.
/// </summary>
public sealed class FragmentFeed
{
    private const int Waiting = 64, MostKept = 256;
    private readonly Lock _gate = new();
    private readonly List<Fragment> _sinceKey = [];
    private readonly List<Viewer> _viewers = [];
    private bool _ended;

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

    /// <summary>Fragments from the last key picture on, until <see cref="End"/> or <paramref name="stop"/>; none after <see cref="End"/>. The first one has <see cref="Fragment.StartsWithKey"/>.</summary>
    public async IAsyncEnumerable<Fragment> Watch([EnumeratorCancellation] CancellationToken stop)
    {
        var viewer = new Viewer(Channel.CreateBounded<Fragment>(new BoundedChannelOptions(MostKept + Waiting) { SingleReader = true }));
        lock (_gate)
        {
            if (_ended)
                viewer.Channel.Writer.Complete(); // takes nothing of what follows
            foreach (var fragment in _sinceKey)
                viewer.Give(fragment);
            _viewers.Add(viewer);
        }
        try
        {
            await foreach (var fragment in viewer.Channel.Reader.ReadAllAsync(stop))
                yield return fragment;
        }
        finally
        {
            lock (_gate)
                _viewers.Remove(viewer);
        }
    }

    /// <summary>The pictures from the last key picture to now, in order; empty before the first.</summary>
    public IReadOnlyList<Fragment> SinceKey()
    {
        lock (_gate)
            return [.. _sinceKey];
    }

    /// <summary>The next fragment; the one who reads the camera gives it.</summary>
    public void Add(Fragment fragment)
    {
        lock (_gate)
        {
            if (fragment.StartsWithKey)
                _sinceKey.Clear();
            if (fragment.StartsWithKey || _sinceKey.Count is > 0 and < MostKept)
                _sinceKey.Add(fragment);
            else
                _sinceKey.Clear(); // too far between key pictures to keep them all: new viewers wait for the next
            foreach (var viewer in _viewers)
                viewer.Give(fragment);
        }
    }

    /// <summary>Nothing will come any more: who watches gets what waits for him and is through, so that he can look for whatever has taken this one's place.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var viewer in _viewers)
                viewer.Channel.Writer.TryComplete();
        }
    }

    private sealed class Viewer(Channel<Fragment> channel)
    {
        private bool _behind = true;

        public Channel<Fragment> Channel => channel;

        /// <summary>What follows a lost fragment cannot be shown before the next key picture.</summary>
        public void Give(Fragment fragment) => _behind = (_behind && !fragment.StartsWithKey) || !channel.Writer.TryWrite(fragment);
    }
}
