using System.Globalization;
using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>
/// Writes an H.264 MP4 with the given, possibly uneven, times. The file appears under its name only after <see cref="Finish"/>; a writer that is disposed
/// before leaves nothing. Not safe from two threads.
/// </summary>
public sealed class VideoWriter : IDisposable
{
    private readonly string _path, _part;
    private readonly Child _child;
    private readonly NutWriter _nut;
    private readonly long _bytes;
    private long _last = -1;
    private Failure? _failure;
    private bool _finished;

    private VideoWriter(string path, string part, Child child, long bytes)
    {
        (_path, _part, _child, _bytes) = (path, part, child, bytes);
        _nut = new NutWriter(child.Input);
    }

    /// <summary>Starts a file of this picture size (pixels; an odd side loses its last row or column, as H.264 with 4:2:0 needs even ones).</summary>
    public static VideoWriter? Open(string path, int width, int height, PixelLayout layout, out Failure? failure, VideoQuality? quality = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        var part = path + ".part";
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            failure = new Failure(FailureKind.CannotWrite, $"cannot write {Path.GetFileName(path)}: its folder does not exist");
            return null;
        }
        var child = Child.Start("ffmpeg", ["-hide_banner", "-nostats", "-v", "repeat+level+warning", "-protocol_whitelist", "pipe", "-f", "nut", "-i", "pipe:0",
            "-vf", string.Create(CultureInfo.InvariantCulture, $"crop={width & ~1}:{height & ~1}:0:0"),
            "-fps_mode", "passthrough", "-enc_time_base", "-1", "-c:v", "libx264", "-preset", "veryfast", .. Rate(quality ?? VideoQuality.Usual), "-pix_fmt", "yuv420p", "-threads", "2",
            "-movflags", "+faststart", "-f", "mp4", "-y", $"file:{Path.GetFullPath(part)}"], feed: true, onLine: null, out failure);
        if (child is null)
            return null;
        var bytes = layout == PixelLayout.Bgra ? 4L * width * height : FrameLayout.Bytes(width, height);
        var writer = new VideoWriter(path, part, child, bytes);
        failure = writer.Try(() => writer._nut.Start(width, height, layout == PixelLayout.Bgra ? "BGRA"u8 : "I420"u8));
        if (failure is null)
            return writer;
        writer.Dispose();
        return null;
    }

    private static string[] Rate(VideoQuality quality) => quality switch
    {
        VideoQuality.Constant c => ["-crf", c.Crf.ToString(CultureInfo.InvariantCulture)],
        VideoQuality.BitRate b => ["-b:v", $"{b.Kbps}k", "-maxrate", $"{b.Kbps}k", "-bufsize", $"{b.Kbps}k"],
        _ => throw new InvalidOperationException("a closed choice"),
    };

    /// <summary>Adds a picture. Stamps are µs from any origin not below zero and must grow; a picture that does not is left out.</summary>
    public Failure? Write(ReadOnlySpan<byte> pixels, long ptsUs)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, _bytes);
        ArgumentOutOfRangeException.ThrowIfNegative(ptsUs);
        if (_failure is not null || ptsUs <= _last)
            return _failure;
        _last = ptsUs;
        try
        {
            _nut.Frame(pixels, ptsUs);
        }
        catch (IOException e)
        {
            _failure = Why(e);
        }
        return _failure;
    }

    /// <summary>Ends the file and gives it its name. Null when it is whole.</summary>
    public Failure? Finish()
    {
        if (_finished)
            return _failure;
        _finished = true;
        _failure ??= Try(_child.Input.Close);
        var code = _child.Wait();
        // a disk that fills up while the index is moved to the front is only told of, not in the exit code
        if (code != 0 || _child.LastLines.Any(l => l.Contains("No space left", StringComparison.Ordinal)))
            _failure ??= Why(null);
        if (_failure is null && _last < 0)
            _failure = new Failure(FailureKind.Invalid, $"{Path.GetFileName(_path)} was given no picture");
        _failure ??= Try(() => File.Move(_part, _path, overwrite: true));
        if (_failure is not null)
            File.Delete(_part);
        return _failure;
    }

    public void Dispose()
    {
        if (!_finished)
            _child.Kill();
        _child.Dispose();
        if (!_finished)
            File.Delete(_part);
        _finished = true;
    }

    private Failure? Try(Action what)
    {
        try
        {
            what();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Why(e);
        }
    }

    private Failure Why(Exception? e)
    {
        // the pipe breaks because the child ended: its own last words say why
        _child.Kill(unlessEnding: true);
        _child.Wait();
        var said = string.Join('\n', _child.LastLines);
        var why = said.Contains("No space left", StringComparison.Ordinal) ? "the disk is full"
            : said.Contains("Permission denied", StringComparison.Ordinal) ? "permission denied"
            : e?.Message ?? "the encoder failed";
        return new Failure(FailureKind.CannotWrite, $"cannot write {Path.GetFileName(_path)}: {why}");
    }
}
