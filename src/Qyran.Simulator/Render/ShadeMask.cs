namespace Qyran.Simulator;

/// <summary>How much light is left per pixel of the canvas: 1 everywhere but under what was filled in this frame.</summary>
internal sealed class ShadeMask
{
    private readonly int width, height;
    private readonly float[] row;
    private readonly bool[] touched;

    public ShadeMask(int width, int height)
    {
        (this.width, this.height) = (width, height);
        Left = new float[width * height];
        Array.Fill(Left, 1);
        touched = new bool[height];
        row = new float[width + 2];
    }

    public float[] Left { get; }

    public bool Touched(int y) => touched[y];

    public void Clear()
    {
        for (var y = 0; y < height; y++)
        {
            if (!touched[y]) continue;
            Array.Fill(Left, 1, y * width, width);
            touched[y] = false;
        }
    }

    /// <summary>Darkens a convex outline (canvas pixels), with smooth edges.</summary>
    /// <param name="dark">0…1.</param>
    /// <param name="adds">True: on top of what is dark already; false: no darker than this.</param>
    /// <param name="where">Only where this is a number (the ground).</param>
    public void Fill((double X, double Y)[] hull, float dark, bool adds, float[] where)
    {
        if (hull.Length < 3) return;
        double top = double.MaxValue, bottom = double.MinValue;
        foreach (var (_, y) in hull) (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        for (var y = Math.Max(0, (int)Math.Floor(top)); y <= Math.Min(height - 1, (int)Math.Floor(bottom)); y++)
        {
            var (from, until) = Spread(hull, y, adds ? 1 : 4);
            if (from > until) continue;
            touched[y] = true;
            for (var x = from; x <= until; x++)
            {
                var share = row[x];
                row[x] = 0;
                var at = (y * width) + x;
                if (share <= 0 || float.IsNaN(where[at])) continue;
                var left = 1 - (dark * Math.Min(1, share));
                Left[at] = adds ? Left[at] * left : Math.Min(Left[at], left);
            }
        }
    }

    // some scan lines per row (soft layers need one), exact across
    private (int From, int Until) Spread((double X, double Y)[] hull, int y, int lines)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        for (var k = 0; k < lines; k++)
        {
            var line = y + ((k + 0.5) / lines);
            double left = double.MaxValue, right = double.MinValue;
            for (int i = 0, j = hull.Length - 1; i < hull.Length; j = i++)
            {
                var (a, b) = (hull[j], hull[i]);
                if (a.Y > line == b.Y > line) continue;
                var x = a.X + ((b.X - a.X) * (line - a.Y) / (b.Y - a.Y));
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
            }
            (left, right) = (Math.Max(0, left), Math.Min(width, right));
            if (right <= left) continue;
            var (il, ir) = ((int)left, Math.Min(width - 1, (int)right));
            for (var x = il; x <= ir; x++) row[x] += (float)((Math.Min(right, x + 1) - Math.Max(left, x)) / lines);
            (first, last) = (Math.Min(first, il), Math.Max(last, ir));
        }
        return (first, last);
    }
}
