using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;

namespace Qyran.Line.Looking;

/// <summary>One list of detections from a look at the whole picture and a closer one at a part of the same frame. Pure.</summary>
public static class TileMerge
{
    // one thing seen twice; a piece of a larger thing
    private const double Same = 0.45, Piece = 0.7;

    /// <summary>
    /// Joins in place and returns how many there are. What the tile's inner edge cuts is dropped, the whole picture shows it uncut. Of
    /// one thing seen twice the tile's box is taken, which is drawn twice as finely, and the better score. A piece of something larger
    /// is dropped, unless the larger is small itself and less sure: two far cars taken for one.
    /// </summary>
    /// <param name="found">First those of the whole picture, then those of the tile.</param>
    /// <param name="whole">How many are of the whole picture.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="pixel">Side of an input pixel of the closer look, raw pixels.</param>
    /// <param name="small">What is lower than this, raw pixels, is small.</param>
    public static int Join(Span<Detection> found, int whole, int count, in PixelBox tile, in PixelBox picture, double pixel, double small)
    {
        var kept = count;
        // from the end, so that those of the tile not asked yet keep their places
        for (var t = count - 1; t >= whole; t--)
        {
            if (!IsCut(found[t].Box, tile, picture, 2 * pixel) && !IsKnown(found, ref whole, ref t, ref kept, small)) continue;
            found[(t + 1)..kept].CopyTo(found[t..]);
            kept--;
        }
        return kept;
    }

    /// <summary>Is it one of the whole picture's, or a piece of one? That may take over what the tile knows better.</summary>
    private static bool IsKnown(Span<Detection> found, ref int whole, ref int t, ref int kept, double small)
    {
        for (var w = whole - 1; w >= 0; w--)
        {
            var (a, b) = (found[w], found[t]);
            if (!Comparable(a.Class, b.Class)) continue;
            if (a.Box.Iou(b.Box) >= Same)
            {
                found[w] = new(b.Box, Math.Max(a.Score, b.Score), b.Score >= a.Score ? b.Class : a.Class);
                return true;
            }
            var shared = a.Box.Overlap(b.Box);
            if (shared < Piece * Math.Min(a.Box.Area, b.Box.Area)) continue;
            if (a.Box.Area >= b.Box.Area && (a.Box.Height >= small || a.Score >= b.Score)) return true;
            // the whole picture's is the wrong one: it goes, and all behind it move up
            found[(w + 1)..kept].CopyTo(found[w..]);
            (whole, t, kept) = (whole - 1, t - 1, kept - 1);
        }
        return false;
    }

    /// <summary>A rider and the machine, or a pedestrian before a car, are two.</summary>
    private static bool Comparable(RoadUser a, RoadUser b) => a == b || (a.HasFourWheels() && b.HasFourWheels());

    private static bool IsCut(in PixelBox box, in PixelBox tile, in PixelBox picture, double reach) =>
        (box.X < tile.X + reach && tile.X > picture.X + 1) || (box.Y < tile.Y + reach && tile.Y > picture.Y + 1)
        || (box.Right > tile.Right - reach && tile.Right < picture.Right - 1) || (box.Bottom > tile.Bottom - reach && tile.Bottom < picture.Bottom - 1);
}
