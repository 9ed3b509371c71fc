using Qyran.Domain.Failures;

namespace Qyran.Media.Recording;

/// <summary>
/// Writes one camera's fragments into files of about a minute, on a thread of its own. <see cref="Add"/> never waits: behind a disk that is too slow fragments pile up to a
/// limit in memory, then they are lost, counted and told. Made for years: it outlives the camera's connections.
/// </summary>
public sealed class Recorder : IDisposable
{
    private const long MostWaitingBytes = 64L << 20;
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(500);
    private readonly string _dataFolder, _cameraId;
    private readonly TimeProvider _clock;
    private readonly Action<RecordedFile> _finished;
    private readonly Func<Failure, bool> _refused;
    private readonly Action<bool, string> _trouble;
    private readonly Action<long, long> _missed;
    private readonly object _gate = new();
    private readonly Queue<Fragment?> _waiting = new();
    private readonly Thread _thread;
    private readonly long _fileUs;
    private long _waitingBytes, _lost, _safeUntil;
    private long _flushedAt, _lastEnd, _lostTold; // the thread's
    private bool _ended, _broken, _inTrouble;
    private RecordingFile? _file; // the thread's; others read SoFar under the gate

    /// <param name="finished">A file is whole on the disk under its name; on the recorder's thread.</param>
    /// <param name="refused">The disk refuses; true: try again, something was done about it. On the recorder's thread, which waits.</param>
    /// <param name="trouble">Video is being lost to the disk (true), or no longer.</param>
    /// <param name="missed">From when to when (µs UTC) nothing came to the disk because of the disk, now that it is over.</param>
    /// <param name="fileLength">A file ends with the first key picture after this; null: a minute.</param>
    public Recorder(string dataFolder, string cameraId, TimeProvider clock, Action<RecordedFile> finished, Func<Failure, bool> refused, Action<bool, string> trouble, Action<long, long> missed,
        TimeSpan? fileLength = null)
    {
        (_dataFolder, _cameraId, _clock, _finished, _refused, _trouble, _missed) = (dataFolder, cameraId, clock, finished, refused, trouble, missed);
        _fileUs = (fileLength ?? TimeSpan.FromMinutes(1)).Ticks / 10;
        _thread = new Thread(Run) { IsBackground = true, Name = "recorder" };
        _thread.Start();
    }

    /// <summary>Fragments that never reached the disk.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>End of what is surely on the disk, µs UTC; 0 when nothing is.</summary>
    public long SafeUntilUs => Interlocked.Read(ref _safeUntil);

    /// <summary>The file being written, readable up to its length; null when there is none.</summary>
    public RecordedFile? SoFar
    {
        get
        {
            lock (_gate)
                return _file?.SoFar;
        }
    }

    /// <summary>Hands a fragment over; any thread, never waits.</summary>
    public void Add(Fragment fragment)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            // pictures after a lost one cannot be decoded before the next key picture
            if (_waitingBytes + fragment.Bytes.Length > MostWaitingBytes || (_broken && !fragment.StartsWithKey))
            {
                _broken = true;
                _lost++;
                return;
            }
            if (_broken)
                _waiting.Enqueue(null);
            _broken = false;
            _waiting.Enqueue(fragment);
            _waitingBytes += fragment.Bytes.Length;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The connection has ended: its file is finished when what waits is written.</summary>
    public void EndSession()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _waiting.Enqueue(null);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Writes what waits, finishes the file and ends the thread.</summary>
    public void Dispose()
    {
        EndSession();
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join();
    }

    private void Run()
    {
        var skip = false; // until the next key picture
        while (Take(out var fragment))
        {
            if (fragment is null)
            {
                Finish();
                continue;
            }
            if (_file is { } now && (now.Session != fragment.Session || !ReferenceEquals(now.Init, fragment.Init) || (fragment.StartsWithKey && fragment.StartUs - now.StartUs >= _fileUs)))
                Finish();
            if (skip || _file is null)
            {
                if (!fragment.StartsWithKey)
                {
                    Interlocked.Increment(ref _lost);
                    continue;
                }
                skip = false;
            }
            if (!Try(() => Write(fragment)))
            {
                Interlocked.Increment(ref _lost);
                skip = true;
                Finish();
            }
        }
        Finish();
    }

    /// <summary>A file that cannot be finished, on a disk that has become read-only, is left as it is for the next start to find; nothing is written to it any more.</summary>
    private void Finish()
    {
        // where there is none, that nothing refused says nothing of the disk
        if (_file is null || Try(FinishFile)) return;
        var left = _file;
        lock (_gate)
            _file = null;
        left?.Dispose();
    }

    private bool Take(out Fragment? fragment)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_ended)
                Monitor.Wait(_gate);
            if (!_waiting.TryDequeue(out fragment))
                return false;
            _waitingBytes -= fragment?.Bytes.Length ?? 0;
            return true;
        }
    }

    private void Write(Fragment fragment)
    {
        if (_file is null)
        {
            var made = RecordingFile.Create(_dataFolder, _cameraId, fragment);
            lock (_gate)
                _file = made;
            _flushedAt = _clock.GetTimestamp();
        }
        var before = _lastEnd;
        _file.Append(fragment);
        _lastEnd = _file.EndUs;
        if (Lost is var lost && lost != _lostTold && before > 0)
            _missed(before, fragment.StartUs);
        _lostTold = lost;
        if (_clock.GetElapsedTime(_flushedAt) < FlushEvery)
            return;
        _file.Flush();
        Interlocked.Exchange(ref _safeUntil, _file.EndUs);
        _flushedAt = _clock.GetTimestamp();
    }

    private void FinishFile()
    {
        if (_file is not { } file)
            return;
        var finished = file.Finish();
        lock (_gate)
            _file = null;
        Interlocked.Exchange(ref _safeUntil, finished.EndUs);
        _finished(finished);
    }

    /// <summary>Does it, again as long as somebody makes room; false when the disk goes on refusing.</summary>
    private bool Try(Action what)
    {
        while (true)
        {
            try
            {
                what();
                if (_inTrouble)
                    _trouble(_inTrouble = false, "recording goes on");
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                const int noSpace = 28, quota = 122;
                var why = new Failure(FailureKind.CannotWrite, e.HResult is noSpace or quota ? "the disk is full" : $"the disk refuses: {e.Message}");
                if (e.HResult is noSpace or quota && _refused(why))
                    continue;
                if (!_inTrouble)
                    _trouble(_inTrouble = true, why.Text);
                return false;
            }
        }
    }
}
