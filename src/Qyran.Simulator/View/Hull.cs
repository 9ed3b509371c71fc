namespace Qyran.Simulator;

/// <summary>Convex outlines in the picture.</summary>
internal static class Hull
{
    /// <summary>Andrew's monotone chain; corners counter-clockwise in x right, y up terms.</summary>
    public static (double X, double Y)[] Of(Span<(double X, double Y)> points)
    {
        points.Sort(static (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = new (double X, double Y)[(points.Length * 2) + 2];
        var n = 0;
        foreach (var p in points)
        {
            while (n >= 2 && Turn(hull[n - 2], hull[n - 1], p) <= 0) n--;
            hull[n++] = p;
        }
        var lower = n + 1;
        for (var i = points.Length - 2; i >= 0; i--)
        {
            while (n >= lower && Turn(hull[n - 2], hull[n - 1], points[i]) <= 0) n--;
            hull[n++] = points[i];
        }
        return hull[..Math.Max(1, n - 1)];
    }

    public static double Area((double X, double Y)[] hull)
    {
        double sum = 0;
        for (int i = 0, j = hull.Length - 1; i < hull.Length; j = i++) sum += (hull[j].X * hull[i].Y) - (hull[i].X * hull[j].Y);
        return Math.Abs(sum) / 2;
    }

    public static bool Contains((double X, double Y)[] hull, double x, double y)
    {
        for (int i = 0, j = hull.Length - 1; i < hull.Length; j = i++)
            if (Turn(hull[j], hull[i], (x, y)) < 0) return false;
        return hull.Length >= 3;
    }

    private static double Turn((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) => ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));
}
