using System.Net.Sockets;

namespace Qyran.Media.Recording;

/// <summary>A second way out of an ffmpeg that already uses its standard output: a socket in a folder only we may enter.</summary>
internal sealed class FragmentSocket : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qyran-");
    private readonly Socket _listener;
    private readonly Thread _thread;
    private readonly FragmentOutlet _outlet;
    private readonly long _shiftSeconds;
    private Socket? _connected;
    private Exception? _bug;

    /// <summary>Throws what making folders and sockets throws; then nothing is left of it.</summary>
    public FragmentSocket(FragmentOutlet outlet, long shiftSeconds)
    {
        (_outlet, _shiftSeconds) = (outlet, shiftSeconds);
        var path = Path.Combine(_folder.FullName, "v");
        try
        {
            _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            _listener.Listen(1);
        }
        catch (SocketException)
        {
            _listener?.Dispose();
            Clear();
            throw;
        }
        Address = "unix:" + path;
        _thread = new Thread(Run) { IsBackground = true, Name = "fragments" };
        _thread.Start();
    }

    /// <summary>For ffmpeg.</summary>
    public string Address { get; }

    /// <summary>Waits until all that ffmpeg sent is told; ffmpeg must have ended.</summary>
    public void Dispose()
    {
        _listener.Dispose(); // if ffmpeg never came, this lets the thread go
        if (!_thread.Join(TimeSpan.FromSeconds(10)))
        {
            _connected?.Dispose();
            _thread.Join();
        }
        Clear();
        if (_bug is not null)
            throw new InvalidOperationException("reading fragments failed", _bug);
    }

    private void Clear()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // somebody has tidied the temporary folder
        }
    }

    private void Run()
    {
        try
        {
            using var connected = _connected = _listener.Accept();
            using var stream = new NetworkStream(connected);
            _outlet.Drain(stream, _shiftSeconds);
            // whatever could not be read is taken off ffmpeg's hands, or it would wait for ever
            stream.CopyTo(Stream.Null);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // ffmpeg never came or went
        }
        catch (Exception bug)
        {
            _bug = bug; // carried to the thread that disposes
        }
    }
}
