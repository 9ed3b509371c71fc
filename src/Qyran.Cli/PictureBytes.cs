using System.Diagnostics.CodeAnalysis;
using SkiaSharp;

namespace Qyran.Cli;

/// <summary>A picture's file in memory, once its length and its head say that it may be unpacked. Every command that takes still pictures reads them here.</summary>
internal static class PictureBytes
{
    /// <summary>What is said of a file that is none.</summary>
    public const string NoPicture = "can't be read as a picture";

    /// <summary>Larger files and pictures are refused: they would take more memory than a server has to spare.</summary>
    private const long MostBytes = 300L << 20, MostPixels = 120_000_000;

    /// <summary>False with what is wrong with the file.</summary>
    public static bool TryRead(string path, out ReadOnlySpan<byte> bytes, [NotNullWhen(false)] out string? why)
    {
        bytes = default;
        try
        {
            // a pipe has no length and would be waited for without end, also behind a link
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo { Exists: true } target ? target : new FileInfo(path);
            why = file.Length == 0 ? "is empty" : file.Length > MostBytes ? $"is larger than {MostBytes >> 20} MiB" : null;
            if (why is not null) return false;
            var all = File.ReadAllBytes(path);
            // the head tells the size before anything is unpacked
            using var data = SKData.CreateCopy(all);
            using var codec = SKCodec.Create(data);
            if (codec is null) why = NoPicture;
            else if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
                why = $"has {codec.Info.Width} × {codec.Info.Height} pixels; up to {MostPixels / 1_000_000} million are read";
            if (why is not null) return false;
            bytes = PngBytes.Quiet(all);
            if (!bytes.IsEmpty) return true;
            why = NoPicture;
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = $"can't be read: {e.Message}";
            return false;
        }
    }
}
