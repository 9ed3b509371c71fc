using System.Collections.Immutable;
using Qyran.Domain.Tracks;

namespace Qyran.Domain.Passages;

/// <summary>
/// A vehicle's way through the picture in few bytes: where it met the road (the middle of its box's lower edge), as x, y, x, y … in 255ths of the picture from
/// its left and upper edge. For showing where traffic goes; nothing is measured on it.
/// </summary>
public static class Trail
{
    public const int MostPoints = 48;
    private const int Step = 5;

    /// <param name="width">Of the picture, pixels; <paramref name="height"/> likewise.</param>
    public static ImmutableArray<byte> Of(Track track, int width, int height)
    {
        var points = track.Points.Select(p => p.Box.Contact).Select(c => (X: Part(c.X, width), Y: Part(c.Y, height))).ToArray();
        // the picture is 255 units wide: few vehicles need more points than there is room for, and of those that wander some are left out everywhere
        var kept = Thinned(points);
        if (kept.Count > MostPoints) kept = [.. Enumerable.Range(0, MostPoints).Select(i => kept[i * (kept.Count - 1) / (MostPoints - 1)])];
        return [.. kept.SelectMany(p => new[] { p.X, p.Y })];
    }

    private static List<(byte X, byte Y)> Thinned((byte X, byte Y)[] points)
    {
        var kept = new List<(byte X, byte Y)> { points[0] };
        foreach (var p in points)
            if (Math.Abs(p.X - kept[^1].X) >= Step || Math.Abs(p.Y - kept[^1].Y) >= Step) kept.Add(p);
        if (kept[^1] != points[^1]) kept.Add(points[^1]);
        return kept;
    }

    private static byte Part(double at, int of) => (byte)Math.Clamp((int)Math.Round(at * 255 / of), 0, 255);
}
