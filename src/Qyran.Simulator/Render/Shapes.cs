using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Many convex polygons on the road, found quickly by place: markings and shadows.</summary>
internal sealed class Shapes
{
    private const float CellM = 4;
    private readonly List<(Vector2[] Corners, float Value)> shapes = [];
    private readonly Dictionary<(int, int), List<int>> cells = [];

    public int Count => shapes.Count;

    /// <summary>Adds a convex polygon, corners in either order.</summary>
    public void Add(float value, params Vector2[] corners)
    {
        var turn = 0f;
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b, c) = (corners[i], corners[(i + 1) % corners.Length], corners[(i + 2) % corners.Length]);
            turn += ((b.X - a.X) * (c.Y - b.Y)) - ((b.Y - a.Y) * (c.X - b.X));
        }
        if (turn < 0) corners = [.. corners.Reverse()];
        var id = shapes.Count;
        shapes.Add((corners, value));
        var (least, most) = (corners.Aggregate(Vector2.Min), corners.Aggregate(Vector2.Max));
        for (var x = (int)MathF.Floor(least.X / CellM); x <= (int)MathF.Floor(most.X / CellM); x++)
            for (var y = (int)MathF.Floor(least.Y / CellM); y <= (int)MathF.Floor(most.Y / CellM); y++)
            {
                if (!cells.TryGetValue((x, y), out var list)) cells.Add((x, y), list = []);
                list.Add(id);
            }
    }

    /// <summary>A strip along a line.</summary>
    public void Strip(float value, Vector2 a, Vector2 b, float width)
    {
        var d = Vector2.Normalize(b - a);
        var n = new Vector2(-d.Y, d.X) * (width / 2);
        Add(value, a - n, b - n, b + n, a + n);
    }

    /// <summary>The largest value of the polygons over a place; 0 where there is none.</summary>
    public float At(float x, float y)
    {
        if (!cells.TryGetValue(((int)MathF.Floor(x / CellM), (int)MathF.Floor(y / CellM)), out var list)) return 0;
        var best = 0f;
        foreach (var id in list)
        {
            var (corners, value) = shapes[id];
            if (value <= best) continue;
            var inside = true;
            for (int i = 0, j = corners.Length - 1; i < corners.Length && inside; j = i++)
                inside = ((corners[i].X - corners[j].X) * (y - corners[j].Y)) - ((corners[i].Y - corners[j].Y) * (x - corners[j].X)) >= 0;
            if (inside) best = value;
        }
        return best;
    }
}
