using Qyran.Domain.Failures;

namespace Qyran.Media;

/// <summary>
/// Where pictures come from. Only the protocols below are ever opened; ffmpeg gets the same list, so that a playlist or a
/// redirect inside a source cannot lead it to a local file or an internal address by another protocol.
/// </summary>
public abstract record MediaSource
{
    private MediaSource() { }

    /// <summary>A video file of any container and codec ffmpeg reads. The path is taken literally, whatever characters it holds.</summary>
    public sealed record File(string Path) : MediaSource
    {
        public override string ToString() => System.IO.Path.GetFileName(Path);
    }

    /// <summary>A camera or another stream that runs in real time.</summary>
    public sealed record Live(Uri Url) : MediaSource
    {
        /// <summary>Scheme, host and path only: a camera's URL usually holds its password.</summary>
        public override string ToString() => Url.IsAbsoluteUri ? $"{Url.Scheme}://{Url.Host}{Url.AbsolutePath}" : "a relative address";
    }

    /// <summary>A video file that is played as if it were a camera: in real time, over and over, its clock going on.</summary>
    public sealed record Played(string Path) : MediaSource
    {
        public override string ToString() => System.IO.Path.GetFileName(Path);
    }

    /// <summary>It does not wait for its reader: what is not taken in time is lost.</summary>
    public bool InRealTime => this is Live or Played;

    /// <summary>Protocols a live source may name.</summary>
    internal static readonly string[] LiveProtocols = ["rtsp", "rtsps", "rtp", "udp", "tcp", "tls", "http", "https", "srt"];

    // real containers only: no playlists, scripts, devices or text renderers, which would open other things in the file's name
    private const string FileFormats =
        "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,nut,ogg,mxf,gxf,rm,wtv,dv,ivf,h264,hevc,m4v,obu,av1,vc1,mjpeg,mpjpeg,gif,yuv4mpegpipe,dhav,3gp";
    private const string LiveFormats = "rtsp,rtp,sdp,mpegts,flv,live_flv,mpjpeg,mjpeg,h264,hevc,mov,mp4,matroska,webm,nut,ivf,obu"; // no hls: a playlist names addresses of its own, which nobody has looked at

    /// <summary>"file:" and the absolute path, or the URL: never starts with a dash, so it is never taken for an option.</summary>
    internal string Address => this switch
    {
        File f => $"file:{System.IO.Path.GetFullPath(f.Path)}",
        Played p => new File(p.Path).Address,
        Live l => l.Url.AbsoluteUri,
        _ => throw new InvalidOperationException("unknown kind of source"),
    };

    /// <summary>The input options that hold a source to its protocols and formats; the address itself is not among them.</summary>
    internal string[] Guard => this switch
    {
        // ffmpeg takes a row of JPEGs for loose pictures unless it is told
        File f when Path.GetExtension(f.Path).ToUpperInvariant() is ".MJPEG" or ".MJPG" => ["-protocol_whitelist", "file", "-format_whitelist", FileFormats, "-f", "mjpeg"],
        File => ["-protocol_whitelist", "file", "-format_whitelist", FileFormats],
        Played p => new File(p.Path).Guard,
        Live { Url.Scheme: "rtsp" or "rtsps" } => ["-protocol_whitelist", string.Join(',', LiveProtocols), "-format_whitelist", LiveFormats,
            "-rtsp_transport", "tcp", "-timeout", "10000000"],
        Live => ["-protocol_whitelist", string.Join(',', LiveProtocols), "-format_whitelist", LiveFormats],
        _ => throw new InvalidOperationException("unknown kind of source"),
    };

    /// <summary>Null when the source may be opened; says what is wrong with it otherwise. Does not touch the network.</summary>
    public Failure? Refusal() => this switch
    {
        File { Path: "" } => new Failure(FailureKind.Invalid, "the name of the video is empty"),
        File f when f.Path.Contains('\0') => new Failure(FailureKind.Invalid, "the name of the video holds a zero character"),
        File f when Directory.Exists(f.Path) => new Failure(FailureKind.Unreadable, $"{f} is a folder, not a video"),
        File f when !System.IO.File.Exists(f.Path) => new Failure(FailureKind.NotFound, $"no such file: {f.Path}"),
        File f when new FileInfo(f.Path) is { Length: 0, UnixFileMode: var mode } && (mode & UnixFileMode.UserRead) != 0 =>
            new Failure(FailureKind.Unreadable, $"{f} is empty (0 bytes)"),
        File => null,
        Played p => new File(p.Path).Refusal(),
        Live { Url.IsAbsoluteUri: false } => new Failure(FailureKind.Invalid, "the camera's address must be complete, like rtsp://host/path"),
        Live l when !LiveProtocols.Contains(l.Url.Scheme) =>
            new Failure(FailureKind.Unsupported, $"the protocol \"{l.Url.Scheme}\" is not allowed for a camera; allowed: {string.Join(", ", LiveProtocols)}"),
        Live => null,
        _ => throw new InvalidOperationException("unknown kind of source"),
    };

    /// <summary>A text with "://" is a live address, anything else a file's path.</summary>
    public static MediaSource Parse(string text) =>
        text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme != Uri.UriSchemeFile
            ? new Live(url) : new File(text);
}
