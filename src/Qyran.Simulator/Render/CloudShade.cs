namespace Qyran.Simulator;

/// <summary>Shadows of clouds wandering over the road: share of the sun that comes through, on a coarse grid over the picture.</summary>
internal sealed class CloudShade
{
    private const int Step = 16;
    private readonly Backdrop back;
    private readonly float amount;
    private readonly int columns, rows;
    private readonly float[] grid, xs, ys;
    private double seconds;

    public CloudShade(Backdrop back, Sun sun)
    {
        this.back = back;
        amount = sun.Direct == default ? 0 : sun.Clouds;
        (columns, rows) = ((back.Width / Step) + 2, (back.Height / Step) + 2);
        (grid, xs, ys) = (new float[columns * rows], new float[columns * rows], new float[columns * rows]);
        Array.Fill(grid, 1);
        for (var j = 0; j < rows; j++)
        {
            for (var i = 0; i < columns; i++)
            {
                // where nothing lies on the ground, take the place below in the picture
                int x = Math.Min(back.Width - 1, i * Step), y = Math.Min(back.Height - 1, j * Step);
                while (y < back.Height - 1 && float.IsNaN(back.GroundX[(y * back.Width) + x])) y += Math.Min(4, back.Height - 1 - y);
                var at = (y * back.Width) + x;
                (xs[(j * columns) + i], ys[(j * columns) + i]) = float.IsNaN(back.GroundX[at]) ? (0, 100) : (back.GroundX[at], back.GroundY[at]);
            }
        }
    }

    public void At(double atSeconds)
    {
        seconds = atSeconds;
        if (amount <= 0) return;
        for (var i = 0; i < grid.Length; i++) grid[i] = Share(xs[i], ys[i]);
    }

    /// <summary>At a place on the ground, at the time set.</summary>
    public float Share(float x, float y)
    {
        if (amount <= 0) return 1;
        var n = Noise.Octaves(x + (float)(seconds * 6) + 500, y + (float)(seconds * 2.5), 95, 3, 2);
        return 1 - (0.72f * Math.Clamp((n - 0.62f + (0.3f * amount)) * 6, 0, 1));
    }

    public void Row(int y, Span<float> to)
    {
        if (amount <= 0)
        {
            to.Fill(1);
            return;
        }
        var (j, fy) = (y / Step, y % Step / (float)Step);
        for (var x = 0; x < back.Width; x++)
        {
            var (i, fx) = (x / Step, x % Step / (float)Step);
            var at = (j * columns) + i;
            var top = grid[at] + ((grid[at + 1] - grid[at]) * fx);
            var below = grid[at + columns] + ((grid[at + columns + 1] - grid[at + columns]) * fx);
            to[x] = top + ((below - top) * fy);
        }
    }
}
