using System.Collections.Immutable;
using Qyran.Domain.Frames;
using Qyran.Domain.Geometry;
using Qyran.Domain.Tracks;
using Qyran.Measure.Tracking;
using SkiaSharp;

namespace Qyran.Line.Live;

/// <summary>
/// Keeps the best small picture of each vehicle that is followed: cut from the analysed picture, only when the vehicle has become a good deal larger, coded when it is gone.
/// Some ten cuts of a few thousand pixels for a vehicle. Belongs to one line.
/// </summary>
internal sealed class Thumbnails
{
    private const double Growth = 1.25, Around = 0.15;
    private const int MostWidth = 320, MostKept = 256;
    private readonly Dictionary<int, Best> kept = [];

    private readonly record struct Best(long TakenUs, double Area, int Width, int Height, byte[] Pixels);

    public void Step(in FrameView frame, ReadOnlySpan<LiveTrack> live)
    {
        foreach (ref readonly var track in live)
        {
            if (track.Id is not { } id || !track.SeenNow) continue;
            var area = Inside(track.Box, frame);
            if (kept.TryGetValue(id, out var best) ? area < best.Area * Growth : kept.Count >= MostKept) continue;
            if (Cut(frame, track.Box, area, best.Pixels) is { } cut) kept[id] = cut;
        }
    }

    /// <summary>
    /// A track has ended in these parts, mostly the whole. The picture of one that was cut is that of the part in whose time it was taken, else of nobody: it shows one vehicle, the track had followed two.
    /// </summary>
    public void Part(Track whole, ImmutableArray<Track> parts)
    {
        if (parts is [var only] && only == whole) return;
        if (!kept.Remove(whole.Id, out var best)) return;
        if (parts.FirstOrDefault(p => p.First.Time.MediaUs <= best.TakenUs && best.TakenUs <= p.Last.Time.MediaUs) is { } shown) kept[shown.Id] = best;
    }

    /// <summary>The picture of a track that has ended; empty when there is none.</summary>
    public byte[] Take(int track)
    {
        if (!kept.Remove(track, out var best)) return [];
        using var picture = new SKBitmap(new SKImageInfo(best.Width, best.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        best.Pixels.AsSpan(0, best.Width * best.Height * 4).CopyTo(picture.GetPixelSpan());
        using var encoded = picture.Encode(SKEncodedImageFormat.Jpeg, 82);
        return encoded.ToArray();
    }

    /// <summary>The track is of no interest.</summary>
    public void Drop(int track) => kept.Remove(track);

    /// <summary>A vehicle cut by the picture's edge is worth only what is seen of it.</summary>
    private static double Inside(in PixelBox box, in FrameView frame) =>
        Math.Max(0, Math.Min(box.Right, frame.RawWidth) - Math.Max(box.X, 0)) * Math.Max(0, Math.Min(box.Bottom, frame.RawHeight) - Math.Max(box.Y, 0));

    private static Best? Cut(in FrameView frame, in PixelBox box, double area, byte[]? buffer)
    {
        double left = (box.X - (box.Width * Around)) / frame.ScaleX, top = (box.Y - (box.Height * Around)) / frame.ScaleY;
        double right = (box.Right + (box.Width * Around)) / frame.ScaleX, bottom = (box.Bottom + (box.Height * Around)) / frame.ScaleY;
        var (l, t) = (Math.Clamp((int)left, 0, frame.Width), Math.Clamp((int)top, 0, frame.Height));
        var (w, h) = (Math.Clamp((int)Math.Ceiling(right), 0, frame.Width) - l, Math.Clamp((int)Math.Ceiling(bottom), 0, frame.Height) - t);
        if (w < 8 || h < 8) return null;
        var step = Math.Max(1, (w + MostWidth - 1) / MostWidth);
        var (width, height) = (w / step, h / step);
        var bytes = width * height * 4;
        var pixels = buffer?.Length >= bytes ? buffer : new byte[bytes];
        for (var (y, at) = (0, 0); y < height; y++)
            for (var x = 0; x < width; x++, at += 4)
                Colour(frame, l + (x * step), t + (y * step), pixels.AsSpan(at, 4));
        return new Best(frame.Time.MediaUs, area, width, height, pixels);
    }

    /// <summary>BT.601, video range.</summary>
    private static void Colour(in FrameView frame, int x, int y, Span<byte> bgra)
    {
        var chroma = (y / 2 * frame.ChromaWidth) + (x / 2);
        int luma = 298 * (frame.Y[(y * frame.Width) + x] - 16), u = frame.U[chroma] - 128, v = frame.V[chroma] - 128;
        bgra[0] = (byte)Math.Clamp((luma + (516 * u) + 128) >> 8, 0, 255);
        bgra[1] = (byte)Math.Clamp((luma - (100 * u) - (208 * v) + 128) >> 8, 0, 255);
        bgra[2] = (byte)Math.Clamp((luma + (409 * v) + 128) >> 8, 0, 255);
        bgra[3] = 255;
    }
}
