using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Geometry;

namespace Qyran.Domain.Scenes;

/// <summary>Numbers, points and polygons of a scene file. NaN, infinity, and points far outside the picture are refused.</summary>
/// <param name="Width">Of the picture, px; null when the file did not say it rightly, then places are not checked against it.</param>
internal sealed record SceneNumbers(int? Width, int? Height)
{
    /// <summary>A lane may reach out of the picture by this share of its size; more is a slip of the hand.</summary>
    public const double Beyond = 0.2;
    private const int MostPoints = 500;

    public static double? Real(SceneNode node, string path, double least, double most, List<SceneError> errors)
    {
        if (node is SceneNode.Scalar { Quoted: false, Empty: false } s)
        {
            if (!double.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) || !double.IsFinite(v))
                errors.Add(new(node.Line, path, $"is {node.Kind}; a finite number is wanted"));
            else if (v < least || v > most)
                errors.Add(new(node.Line, path, string.Create(CultureInfo.InvariantCulture, $"is {s.Text}; it must be from {least} to {most}")));
            else
                return v + 0.0; // no negative zero
            return null;
        }
        errors.Add(new(node.Line, path, $"is {node.Kind}; a number without quotes is wanted"));
        return null;
    }

    public RawPixel? Pixel(SceneGroup group, string key) =>
        group.Node(key) is { } node ? Pixel(node, group.Named(key), group.Errors) : null;

    /// <summary>At least <paramref name="least"/> points; null when any of them is wrong.</summary>
    public ImmutableArray<RawPixel>? Pixels(SceneGroup group, string key, int least)
    {
        if (group.Node(key) is not { } node) return null;
        if (node is not SceneNode.Row row)
        {
            group.Wrong(key, $"is {node.Kind}; a list of points such as [[10, 20], [30, 40]] is wanted");
            return null;
        }
        if (row.Items.Count > MostPoints)
        {
            group.Wrong(key, $"has {row.Items.Count} points; at most {MostPoints} are taken");
            return null;
        }
        var points = row.Items.Select((item, i) => Pixel(item, $"{group.Named(key)}[{i}]", group.Errors)).ToList();
        if (points.Count < least)
        {
            group.Wrong(key, $"has {points.Count} points; at least {least} are needed");
            return null;
        }
        if (points.Any(p => p is null)) return null;
        for (var i = 1; i < points.Count; i++)
        {
            if (points[i] != points[i - 1]) continue;
            group.Errors.Add(new(row.Items[i].Line, $"{group.Named(key)}[{i}]", "repeats the point before it"));
            return null;
        }
        return [.. points.Select(p => p!.Value)];
    }

    /// <summary>A polygon that has an area and does not cross or touch itself.</summary>
    public Polygon? Area(SceneGroup group, string key)
    {
        if (Pixels(group, key, 3) is not { } corners) return null;
        if (corners[0] == corners[^1])
        {
            group.Wrong(key, "ends with its first corner; leave the last one out, the area closes itself");
            return null;
        }
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            for (var j = i + 1; j < corners.Length; j++)
            {
                var (c, d) = (corners[j], corners[(j + 1) % corners.Length]);
                // neighbours share a corner; there only folding back on itself is wrong
                var wrong = b == c || d == a
                    ? Orientation.Sign(a, b, b == c ? d : c) == 0 && FoldsBack(b == c ? a : b, b == c ? b : a, b == c ? d : c)
                    : Orientation.Meet(a, b, c, d);
                if (!wrong) continue;
                group.Wrong(key, $"crosses or touches itself: side {Side(i)} meets side {Side(j)}; give the corners in order around the area");
                return null;
            }
        }
        return new(corners);

        string Side(int i) => $"{i}–{(i + 1) % corners.Length}";
    }

    /// <summary>Left, top, width and height; the two sizes above 0.</summary>
    public PixelBox? Box(SceneGroup group, string key)
    {
        if (group.Node(key) is not { } node) return null;
        if (node is not SceneNode.Row { Items.Count: 4 } row)
        {
            group.Wrong(key, $"is {node.Kind}; four numbers [x, y, width, height] are wanted");
            return null;
        }
        var corner = Pixel(new SceneNode.Row(row.Line, [row.Items[0], row.Items[1]]), group.Named(key), group.Errors);
        var w = Real(row.Items[2], $"{group.Named(key)}[2]", 1, Width ?? 100_000, group.Errors);
        var h = Real(row.Items[3], $"{group.Named(key)}[3]", 1, Height ?? 100_000, group.Errors);
        if (corner is not { } c || w is not { } width || h is not { } height) return null;
        if (c.X >= 0 && c.Y >= 0 && c.X + width <= (Width ?? double.MaxValue) && c.Y + height <= (Height ?? double.MaxValue)) return new(c.X, c.Y, width, height);
        group.Wrong(key, $"reaches out of the {Width}x{Height} picture; a lamp must be seen whole");
        return null;
    }

    public static RoadPoint? Road(SceneGroup group, string key)
    {
        if (group.Node(key) is not { } node) return null;
        return Pair(node, group.Named(key), -100_000, 100_000, -100_000, 100_000, group.Errors) is { } p ? new(p.X, p.Y) : null;
    }

    private RawPixel? Pixel(SceneNode node, string path, List<SceneError> errors)
    {
        var p = Pair(node, path, double.MinValue, double.MaxValue, double.MinValue, double.MaxValue, errors);
        if (p is not { } at || Width is not { } w || Height is not { } h) return p;
        if (at.X >= -Beyond * w && at.X <= (1 + Beyond) * w && at.Y >= -Beyond * h && at.Y <= (1 + Beyond) * h) return at;
        errors.Add(new(node.Line, path, string.Create(CultureInfo.InvariantCulture, $"({at.X}, {at.Y}) lies more than {Beyond:P0} outside the {w}x{h} picture")));
        return null;
    }

    private static RawPixel? Pair(SceneNode node, string path, double leastX, double mostX, double leastY, double mostY, List<SceneError> errors)
    {
        if (node is not SceneNode.Row { Items.Count: 2 } row)
        {
            errors.Add(new(node.Line, path, $"is {(node is SceneNode.Row r ? $"a list of {r.Items.Count}" : node.Kind)}; a point [x, y] is wanted"));
            return null;
        }
        var x = Real(row.Items[0], $"{path}[0]", leastX, mostX, errors);
        var y = Real(row.Items[1], $"{path}[1]", leastY, mostY, errors);
        return x is { } px && y is { } py ? new(px, py) : null;
    }

    private static bool FoldsBack(RawPixel from, RawPixel corner, RawPixel to) =>
        ((from.X - corner.X) * (to.X - corner.X)) + ((from.Y - corner.Y) * (to.Y - corner.Y)) > 0;
}
