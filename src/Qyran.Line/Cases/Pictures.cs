using Qyran.Domain.Geometry;
using SkiaSharp;

namespace Qyran.Line.Cases;

/// <summary>Small changes to JPEGs. All of them make new pictures; an original is never altered.</summary>
internal static class Pictures
{
    /// <summary>At most this wide, for a page: smaller pictures come back as they are. Null when it is no picture.</summary>
    public static byte[]? Shrink(ReadOnlySpan<byte> jpeg, int widest, int quality = 80)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        if (bitmap is null) return null;
        if (bitmap.Width <= widest) return jpeg.ToArray();
        var size = new SKImageInfo(widest, Math.Max(1, (int)Math.Round((double)bitmap.Height * widest / bitmap.Width)));
        using var small = bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return Encode(small, quality);
    }

    /// <summary>The part of a picture within a box, raw pixels, at full resolution. Null when nothing of it is inside.</summary>
    public static byte[]? Crop(ReadOnlySpan<byte> jpeg, PixelBox box, int quality = 95)
    {
        using var bitmap = SKBitmap.Decode(jpeg);
        if (bitmap is null) return null;
        var place = SKRectI.Intersect(new SKRectI(0, 0, bitmap.Width, bitmap.Height),
            new SKRectI((int)Math.Floor(box.X), (int)Math.Floor(box.Y), (int)Math.Ceiling(box.X + box.Width), (int)Math.Ceiling(box.Y + box.Height)));
        if (place.Width < 1 || place.Height < 1) return null;
        using var part = new SKBitmap(place.Width, place.Height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(part)) canvas.DrawBitmap(bitmap, -place.Left, -place.Top, SKSamplingOptions.Default);
        return Encode(part, quality);
    }

    /// <summary>A box around a vehicle that shows some of its surroundings in the shape of a photo, moved into the picture.</summary>
    public static PixelBox Around(PixelBox vehicle, int width, int height)
    {
        var w = Math.Min(width, Math.Max(vehicle.Width * 1.5, vehicle.Height * 1.5 * 1.6));
        var h = Math.Min(height, w / 1.6);
        return new(Math.Clamp(vehicle.Centre.X - (w / 2), 0, width - w), Math.Clamp(vehicle.Centre.Y - (h / 2), 0, height - h), w, h);
    }

    internal static byte[] Encode(SKBitmap bitmap, int quality)
    {
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return encoded.ToArray();
    }
}
