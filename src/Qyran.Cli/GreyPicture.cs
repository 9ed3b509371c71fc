using OpenCvSharp;
using SkiaSharp;

namespace Qyran.Cli;

/// <summary>A still picture in grey (and in colour where it is to be drawn on), turned as its EXIF data says. Reads picture after picture; one thread.</summary>
internal sealed class GreyPicture : IDisposable
{
    /// <summary>Larger files and pictures are refused: they would take more memory than a server has to spare.</summary>
    private const long MostBytes = 300L << 20, MostPixels = 120_000_000;

    /// <summary>8-bit grey, the picture last read.</summary>
    public Mat Grey { get; private set; } = new();

    /// <summary>BGR; null unless asked for.</summary>
    public Mat? Colours { get; private set; }

    /// <summary>Null when it was read; else what is wrong with the file.</summary>
    public string? TryRead(string path, bool colours)
    {
        try
        {
            var size = new FileInfo(path).Length;
            if (size == 0) return "is empty";
            if (size > MostBytes) return $"is larger than {MostBytes >> 20} MiB";
            var bytes = File.ReadAllBytes(path);
            // the head tells the size before anything is unpacked
            using var data = SKData.CreateCopy(bytes);
            using var codec = SKCodec.Create(data);
            if (codec is null) return "can't be read as a picture";
            if ((long)codec.Info.Width * codec.Info.Height > MostPixels) return $"has {codec.Info.Width} × {codec.Info.Height} pixels; up to {MostPixels / 1_000_000} million are read";
            Grey.Dispose();
            Colours?.Dispose();
            Colours = colours ? Cv2.ImDecode(bytes, ImreadModes.Color) : null;
            Grey = Cv2.ImDecode(bytes, ImreadModes.Grayscale);
            if (Grey.Empty() || Colours is { } c && c.Empty()) return "can't be read as a picture";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"can't be read: {e.Message}";
        }
        catch (OpenCVException)
        {
            return "can't be read as a picture";
        }
    }

    public void Dispose()
    {
        Grey.Dispose();
        Colours?.Dispose();
    }
}
