using OpenCvSharp;
using Qyran.Domain.Geometry;

namespace Qyran.Line.Redacting;

/// <summary>Hides parts of a picture in place, so that nobody and no plate in them can be made out again: what is left of a part are six cells of its shorter side.</summary>
internal static class Pixelation
{
    private const int Cells = 6;

    /// <summary>Hides vehicles but where the offender is, then also there who is before it.</summary>
    /// <param name="picture">BGRA.</param>
    /// <param name="before">People, and vehicles nearer to the camera than the offender.</param>
    /// <param name="kept">Of these places nothing is hidden.</param>
    public static void Hide(Mat picture, IReadOnlyList<PixelBox> vehicles, IReadOnlyList<PixelBox> before, PixelBox? offender, IReadOnlyList<PixelBox> kept) =>
        Keeping(picture, kept, () =>
        {
            Keeping(picture, offender is { } place ? [place] : [], () =>
            {
                foreach (var vehicle in vehicles) Hide(picture, vehicle);
            });
            foreach (var box in before) Hide(picture, box);
        });

    private static void Keeping(Mat picture, IReadOnlyList<PixelBox> boxes, Action change)
    {
        var kept = boxes.Select(b => Inside(picture, b)).Where(r => r is { Width: > 0, Height: > 0 }).Select(r =>
        {
            using var part = picture[r];
            return (Place: r, Pixels: part.Clone());
        }).ToArray();
        change();
        foreach (var (place, pixels) in kept)
        {
            using var part = picture[place];
            pixels.CopyTo(part);
            pixels.Dispose();
        }
    }

    private static void Hide(Mat picture, in PixelBox box)
    {
        var place = Inside(picture, box);
        if (place.Width < 1 || place.Height < 1) return;
        var cell = Math.Max(1.0, Math.Min(place.Width, place.Height) / (double)Cells);
        using var part = picture[place];
        using var few = part.Resize(new Size(Math.Max(1, (int)Math.Round(place.Width / cell)), Math.Max(1, (int)Math.Round(place.Height / cell))), 0, 0, InterpolationFlags.Area);
        using var coarse = few.Resize(new Size(place.Width, place.Height), 0, 0, InterpolationFlags.Nearest);
        coarse.CopyTo(part);
    }

    private static Rect Inside(Mat picture, in PixelBox box)
    {
        var (left, top) = (Math.Max(0, (int)Math.Floor(box.X)), Math.Max(0, (int)Math.Floor(box.Y)));
        var (right, bottom) = (Math.Min(picture.Width, (int)Math.Ceiling(box.Right)), Math.Min(picture.Height, (int)Math.Ceiling(box.Bottom)));
        return new(left, top, Math.Max(0, right - left), Math.Max(0, bottom - top));
    }
}
