using OpenCvSharp;

namespace Qyran.Cli;

/// <summary>A still picture in grey (and in colour where it is to be drawn on), turned as its EXIF data says. Reads picture after picture; one thread.</summary>
internal sealed class GreyPicture : IDisposable
{
    /// <summary>8-bit grey, the picture last read.</summary>
    public Mat Grey { get; private set; } = new();

    /// <summary>BGR; null unless asked for.</summary>
    public Mat? Colours { get; private set; }

    /// <summary>Null when it was read; else what is wrong with the file.</summary>
    public string? TryRead(string path, bool colours)
    {
        if (!PictureBytes.TryRead(path, out var bytes, out var why)) return why;
        try
        {
            Grey.Dispose();
            Colours?.Dispose();
            Colours = colours ? Cv2.ImDecode(bytes, ImreadModes.Color) : null;
            Grey = Cv2.ImDecode(bytes, ImreadModes.Grayscale);
            if (Grey.Empty() || Colours is { } c && c.Empty()) return PictureBytes.NoPicture;
            return null;
        }
        catch (OpenCVException)
        {
            return PictureBytes.NoPicture;
        }
    }

    public void Dispose()
    {
        Grey.Dispose();
        Colours?.Dispose();
    }
}
