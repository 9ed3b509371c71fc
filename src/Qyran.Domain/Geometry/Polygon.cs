using System.Collections.Immutable;

namespace Qyran.Domain.Geometry;

/// <summary>A simple polygon in raw pixels; corners in order, the last joins the first. The scene reader refuses one that crosses itself.</summary>
public sealed record Polygon(ImmutableArray<RawPixel> Corners)
{
    /// <summary>True when the point lies inside (even-odd rule; a point exactly on an edge may go either way).</summary>
    public bool Contains(RawPixel p)
    {
        var inside = false;
        for (int i = 0, j = Corners.Length - 1; i < Corners.Length; j = i++)
        {
            var (a, b) = (Corners[i], Corners[j]);
            if (a.Y > p.Y != b.Y > p.Y && p.X < ((b.X - a.X) * (p.Y - a.Y) / (b.Y - a.Y)) + a.X)
                inside = !inside;
        }
        return inside;
    }
}
