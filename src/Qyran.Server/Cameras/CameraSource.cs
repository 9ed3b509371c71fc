using Qyran.Domain.Failures;
using Qyran.Media;
using Qyran.Storage.Files;

namespace Qyran.Server.Cameras;

/// <summary>From what people write into a camera's source to what may be opened.</summary>
internal static class CameraSource
{
    private const string Video = "video:";

    /// <summary>The folder whose files may be played as cameras.</summary>
    public static string Videos(DataFolder folder) => Path.Combine(folder.Root, "videos");

    /// <summary>The file a source of this kind names; null for another kind. Only a name, so it cannot leave the folder.</summary>
    public static string? VideoPath(string source, DataFolder folder) =>
        source.StartsWith(Video, StringComparison.Ordinal) && source[Video.Length..] is { Length: > 0 and <= 100 } name && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? Path.Combine(Videos(folder), name) : null;

    /// <summary>What to open, the credentials put into the address: ffmpeg takes them nowhere else.</summary>
    public static MediaSource Of(string source, DataFolder folder, CameraSecrets.Credentials? secret)
    {
        if (VideoPath(source, folder) is { } path) return new MediaSource.Played(path);
        var address = new UriBuilder(source);
        if (secret is not null) (address.UserName, address.Password) = (Uri.EscapeDataString(secret.User), Uri.EscapeDataString(secret.Password));
        return new MediaSource.Live(address.Uri);
    }

    /// <summary>Whether a password that was given for one may be sent to the other.</summary>
    public static bool IsSameHost(string one, string other) => one == other || (Uri.TryCreate(one, UriKind.Absolute, out var a) && Uri.TryCreate(other, UriKind.Absolute, out var b)
        && (a.Scheme, a.Host, a.Port) == (b.Scheme, b.Host, b.Port));

    /// <summary>Null when it may be opened.</summary>
    public static async Task<Failure?> Refusal(string source, DataFolder folder, bool allowLoopback, CancellationToken stop)
    {
        if (source is not { Length: > 0 and <= 500 }) return new(FailureKind.Invalid, "a camera needs an address of at most 500 signs");
        if (source.StartsWith(Video, StringComparison.Ordinal))
            return VideoPath(source, folder) is not { } path ? new(FailureKind.Invalid, "video: is followed by the name of a file in the data folder's videos/, letters, digits, dashes and dots only")
                : new MediaSource.File(path).Refusal() is { } no ? no with { Text = no.Text.Replace(path, source, StringComparison.Ordinal) } : null;
        if (!source.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(source, UriKind.Absolute, out var address))
            return new(FailureKind.Invalid, "the camera's address must be complete, like rtsp://host/path");
        if (address.UserInfo.Length > 0) return new(FailureKind.Invalid, "user and password have fields of their own: in the address they would be shown to everybody");
        return await CameraAddress.Refusal(address, allowLoopback, stop);
    }
}
