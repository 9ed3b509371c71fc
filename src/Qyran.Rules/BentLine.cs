namespace Qyran.Rules;

/// <summary>Which side of a line with bends a place is on, and how far from it, in the picture as on the road.</summary>
internal static class BentLine
{
    /// <summary>
    /// Signed distance from the whole line, in its own unit; positive to its right where y goes down. Behind a bend the next stretch counts and not the one before it made longer; at its two
    /// ends the line goes on straight, so that who passes an end on the line is not clearly on a side.
    /// </summary>
    public static double Distance(ReadOnlySpan<(double X, double Y)> line, (double X, double Y) p)
    {
        var (least, across) = (double.MaxValue, 0.0);
        for (var k = 0; k + 1 < line.Length; k++)
        {
            var (a, b) = (line[k], line[k + 1]);
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var square = (dx * dx) + (dy * dy);
            var t = (((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / square;
            (double X, double Y)? corner = t < 0 && k > 0 ? a : t > 1 && k + 2 < line.Length ? b : null;
            var here = ((dx * (p.Y - a.Y)) - (dy * (p.X - a.X))) / Math.Sqrt(square);
            var far = corner is { } c ? double.Hypot(p.X - c.X, p.Y - c.Y) : Math.Abs(here);
            // nearest to a corner: of the two stretches that meet there the one it lies more beside than ahead of tells the side
            if (far < least || (far == least && Math.Abs(here) > Math.Abs(across))) (least, across) = (far, here);
        }
        return double.CopySign(least, across);
    }
}
