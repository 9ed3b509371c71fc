using Qyran.Domain.Geometry;

namespace Qyran.Line.Looking;

/// <summary>Which part of the picture is most worth a closer look. Pure.</summary>
public static class TileChoice
{
    /// <summary>Share of a target's larger side that must be free around it within the tile: what touches the edge is found cut.</summary>
    private const double Margin = 0.25;

    /// <summary>
    /// The tile that holds the most worth, each tried with a target in its middle; null when none is worth <paramref name="least"/>.
    /// Of equals the first: the same picture always gives the same tile.
    /// </summary>
    /// <param name="size">Width and height of a tile, raw pixels; its place does not matter.</param>
    /// <param name="picture">The whole picture, raw pixels.</param>
    public static PixelBox? Best(ReadOnlySpan<TileTarget> targets, in PixelBox size, in PixelBox picture, double least)
    {
        PixelBox? best = null;
        var most = 0.0;
        foreach (ref readonly var middle in targets)
        {
            var centre = middle.Box.Centre;
            var tile = size with
            {
                X = Math.Clamp(centre.X - (size.Width / 2), picture.X, Math.Max(picture.X, picture.Right - size.Width)),
                Y = Math.Clamp(centre.Y - (size.Height / 2), picture.Y, Math.Max(picture.Y, picture.Bottom - size.Height)),
            };
            var worth = 0.0;
            foreach (ref readonly var target in targets)
                if (Holds(tile, target.Box, picture)) worth += target.Worth;
            if (worth >= least && worth > most) (best, most) = (tile, worth);
        }
        return best;
    }

    /// <summary>Is it in the tile with some room around it, where the tile's edge is not the picture's?</summary>
    public static bool Holds(in PixelBox tile, in PixelBox box, in PixelBox picture)
    {
        var room = Margin * Math.Max(box.Width, box.Height);
        return Inside(box.X - room, tile.X, picture.X) && Inside(box.Y - room, tile.Y, picture.Y)
            && Inside(-box.Right - room, -tile.Right, -picture.Right) && Inside(-box.Bottom - room, -tile.Bottom, -picture.Bottom);
    }

    private static bool Inside(double near, double edge, double end) => near >= edge || Math.Abs(edge - end) < 1;
}
