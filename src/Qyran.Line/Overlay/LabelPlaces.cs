using SkiaSharp;

namespace Qyran.Line.Overlay;

/// <summary>Finds room for labels so that none covers another or leaves the picture. Holds the places taken in one frame.</summary>
internal sealed class LabelPlaces
{
    private readonly List<SKRect> _taken = [];

    public void Clear() => _taken.Clear();

    /// <summary>Keeps a place free of labels.</summary>
    public void Take(SKRect place) => _taken.Add(place);

    /// <summary>
    /// The first free place of this size around the box: above, below, beside, then further above and below. False when all are taken; the place
    /// is then the one above, moved into the picture, and is not marked.
    /// </summary>
    public bool TryPlace(SKRect box, float width, float height, float gap, SKRect picture, out SKRect place)
    {
        ReadOnlySpan<(float X, float Y)> corners =
        [
            (box.Left, box.Top - height - gap), (box.Right - width, box.Top - height - gap),
            (box.Left, box.Bottom + gap), (box.Right - width, box.Bottom + gap),
            (box.Right + gap, box.Top), (box.Left - width - gap, box.Top),
            (box.Right + gap, box.Bottom - height), (box.Left - width - gap, box.Bottom - height),
            (box.Left, box.Top - (2 * (height + gap))), (box.Left, box.Bottom + height + (2 * gap)),
            (box.Left, box.Top - (3 * (height + gap))), (box.Left, box.Top - (4 * (height + gap))),
        ];
        foreach (var (x, y) in corners)
        {
            place = Inside(SKRect.Create(x, y, width, height), picture);
            // pushing a label in from the edge may not push it away from its box
            if (Math.Abs(place.Top - y) > height || Math.Abs(place.Left - x) > width || Meets(place)) continue;
            _taken.Add(place);
            return true;
        }
        place = Inside(SKRect.Create(box.Left, box.Top - height - gap, width, height), picture);
        return false;
    }

    private bool Meets(SKRect place)
    {
        foreach (var t in _taken)
            if (t.IntersectsWith(place)) return true;
        return false;
    }

    private static SKRect Inside(SKRect place, SKRect picture) => SKRect.Create(
        Math.Max(picture.Left, Math.Min(place.Left, picture.Right - place.Width)),
        Math.Max(picture.Top, Math.Min(place.Top, picture.Bottom - place.Height)), place.Width, place.Height);
}
