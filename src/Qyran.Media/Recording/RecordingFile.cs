using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Qyran.Media.Recording;

/// <summary>
/// One recording while it is written: created exclusively, appended to, flushed, named, its folder flushed. Only ever appended to, so it is hashed as it grows. Its stamps
/// begin at 0. Throws IOException where the disk refuses; then it holds what it held before. Not safe from two threads.
/// </summary>
internal sealed class RecordingFile : IDisposable
{
    /// <summary>Ends the name of a file that is still being written.</summary>
    public const string Partial = ".partial";

    private readonly FileStream _file;
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _full, _path;
    private readonly Fragment _first;
    private readonly byte[] _time = new byte[TimeBox.Length];
    private byte[] _moof = new byte[512];
    private string? _hash;
    private long _length;

    private RecordingFile(FileStream file, string full, string path, Fragment first)
    {
        (_file, _full, _path, _first) = (file, full, path, first);
        (EndUs, Init) = (first.StartUs, first.Init);
    }

    public InitSegment Init { get; }
    public long Session => _first.Session;
    public long StartUs => _first.StartUs;

    /// <summary>End of the last picture written, µs UTC.</summary>
    public long EndUs { get; private set; }

    /// <summary>Begins a file; <paramref name="first"/> is still to be appended.</summary>
    public static RecordingFile Create(string dataFolder, string cameraId, Fragment first)
    {
        var at = DateTimeOffset.UnixEpoch.AddTicks(first.StartUs * 10);
        var folder = string.Create(CultureInfo.InvariantCulture, $"recordings/{cameraId}/{at:yyyy-MM-dd}");
        Durable.MakeFolder(Path.Combine(dataFolder, folder));
        for (var n = 1; ; n++)
        {
            // a wall clock that was set back makes a name twice
            var path = string.Create(CultureInfo.InvariantCulture, $"{folder}/{at:HHmmss.ffffff}Z{(n == 1 ? "" : $"-{n}")}.mp4");
            var full = Path.Combine(dataFolder, path);
            if (File.Exists(full) || File.Exists(full + Partial))
                continue;
            var file = new RecordingFile(new FileStream(full + Partial, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), full, path, first);
            try
            {
                file.Begin(first.Init.Bytes.Span);
                return file;
            }
            catch (IOException)
            {
                file.Abandon();
                throw;
            }
        }
    }

    public void Append(Fragment fragment)
    {
        var bytes = fragment.Bytes.Span;
        var moof = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (_moof.Length < moof)
            _moof = new byte[moof * 2];
        bytes[..moof].CopyTo(_moof);
        var ticks = fragment.Ticks - _first.Ticks;
        BinaryPrimitives.WriteInt64BigEndian(TimeIn(_moof.AsSpan(0, moof)), ticks);
        new TimeBox(fragment.StartUs, ticks + (long)Math.Round(fragment.LeadUs * (double)fragment.Init.TicksPerSecond / 1e6)).Write(_time);
        var before = _length;
        try
        {
            _file.Write(_time);
            _file.Write(_moof.AsSpan(0, moof));
            _file.Write(bytes[moof..]);
        }
        catch (IOException)
        {
            _file.SetLength(before);
            _file.Position = before;
            throw;
        }
        _sha.AppendData(_time);
        _sha.AppendData(_moof.AsSpan(0, moof));
        _sha.AppendData(bytes[moof..]);
        _length = _file.Position;
        EndUs = Math.Max(EndUs, fragment.EndUs);
    }

    /// <summary>Now all that was appended survives a power cut.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    /// <summary>Gives it its name and closes it; may be called again when the disk refused.</summary>
    public RecordedFile Finish()
    {
        if (_file.CanWrite)
        {
            Flush();
            _file.Dispose();
        }
        _hash ??= Convert.ToHexStringLower(_sha.GetHashAndReset());
        if (File.Exists(_full + Partial))
            File.Move(_full + Partial, _full, overwrite: false);
        Durable.FlushFolder(Path.GetDirectoryName(_full)!);
        return new RecordedFile(_path, StartUs, EndUs, _length, _hash);
    }

    /// <summary>As it is now, under the name it has while it is written.</summary>
    public RecordedFile SoFar => new(_path + Partial, StartUs, EndUs, _length, "");

    public void Dispose()
    {
        _file.Dispose();
        _sha.Dispose();
    }

    /// <summary>Where in a whole moof box its decoding time is.</summary>
    internal static Span<byte> TimeIn(Span<byte> moof)
    {
        var content = moof[Boxes.Head..];
        var traf = content[Boxes.Find(content, Boxes.Traf)];
        return traf[Boxes.Find(traf, Boxes.Tfdt)].Slice(4, 8);
    }

    private void Begin(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        _sha.AppendData(bytes);
        _length = _file.Position;
    }

    
    private void Abandon()
    {
        Dispose();
        File.Delete(_full + Partial);
    }
}
