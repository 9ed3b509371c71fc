namespace Qyran.Simulator;

/// <summary>Light of headlamps on the road, gathered on a coarse grid over the picture and laid on the ground's own colour.</summary>
internal sealed class Beams
{
    private const int Step = 4;

    /// <summary>At so many of its half widths a beam has faded to nothing, so the outline in which it is laid holds all of it.</summary>
    private const float Edge = 2;
    private readonly Backdrop back;
    private readonly Sun sun;
    private readonly Camera camera;
    private readonly (int X, int Y) margin;
    private readonly int columns, rows;
    private readonly float[] white, tail;
    private bool any;

    public Beams(Backdrop back, Sun sun, Camera camera, (int X, int Y) margin)
    {
        (this.back, this.sun, this.camera, this.margin) = (back, sun, camera, margin);
        (columns, rows) = ((back.Width / Step) + 2, (back.Height / Step) + 2);
        (white, tail) = (new float[columns * rows], new float[columns * rows]);
    }

    public void Begin()
    {
        if (any) Array.Clear(white);
        if (any) Array.Clear(tail);
        any = false;
    }

    public void Add(Actor actor)
    {
        any = true;
        var end = (actor.Vehicle?.Body.LengthM ?? 2) / 2;
        Spread(actor, end, 42, 1, white, sun.Night ? 0.62f : 0.10f);
        Spread(actor, end, 3.5f, -1, tail, (actor.Braking ? 0.5f : 0.16f) * (sun.Night ? 1 : 0.25f));
    }

    private void Spread(Actor actor, double end, float reach, int facing, float[] to, float strength)
    {
        // half its width, where a third of the light is left: two lamps' cones ahead, a spot behind
        var (wide, opens) = facing > 0 ? (0.9f, 0.20f) : (1f, 0f);
        double x0 = double.MaxValue, y0 = double.MaxValue, x1 = double.MinValue, y1 = double.MinValue;
        for (var k = 0; k <= 4; k++)
        {
            var ahead = reach * k / 4;
            var (forward, half) = ((end + ahead) * facing, Edge * (wide + (opens * ahead)));
            foreach (var s in (ReadOnlySpan<float>)[-half, half])
            {
                if (!camera.TryProject(actor.At.X + (actor.Hx * forward) - (actor.Hy * s), actor.At.Y + (actor.Hy * forward) + (actor.Hx * s), 0, out var u, out var v, out _))
                    v = back.Height; // behind the camera: down to the picture's lower edge
                else
                    (x0, x1) = (Math.Min(x0, u), Math.Max(x1, u));
                (y0, y1) = (Math.Min(y0, v), Math.Max(y1, v));
            }
        }
        if (x0 > x1) return;
        int left = Math.Max(0, ((int)x0 + margin.X) / Step), right = Math.Min(columns - 1, (((int)x1 + margin.X) / Step) + 1);
        int top = Math.Max(0, ((int)y0 + margin.Y) / Step), bottom = Math.Min(rows - 1, (((int)y1 + margin.Y) / Step) + 1);
        float ax = (float)actor.At.X, ay = (float)actor.At.Y, hx = (float)actor.Hx * facing, hy = (float)actor.Hy * facing;
        for (var j = top; j <= bottom; j++)
        {
            for (var i = left; i <= right; i++)
            {
                var at = (Math.Min(back.Height - 1, j * Step) * back.Width) + Math.Min(back.Width - 1, i * Step);
                var (gx, gy) = (back.GroundX[at], back.GroundY[at]);
                if (float.IsNaN(gx)) continue;
                float ex = gx - ax, ey = gy - ay;
                var forward = (ex * hx) + (ey * hy) - (float)end;
                if (forward < 0 || forward > reach) continue;
                var across = ((ex * hy) - (ey * hx)) / (wide + (opens * forward));
                var soft = 1 - (across * across / (Edge * Edge));
                if (soft <= 0) continue;
                soft *= soft;
                var value = soft * soft * (1 - (forward / reach));
                // rising after two metres, fading with distance
                if (facing > 0) value *= Math.Clamp((forward - 0.6f) / 3, 0, 1) * (9 / (9 + forward));
                to[(j * columns) + i] += strength * value;
            }
        }
    }

    public void Row(int y, Span<float> r, Span<float> g, Span<float> b)
    {
        if (!any) return;
        var (j, fy) = (y / Step, y % Step / (float)Step);
        var at = y * back.Width;
        for (var x = 0; x < back.Width; x++)
        {
            var albedo = back.Albedo[at + x];
            if (albedo <= 0) continue;
            var (i, fx) = (x / Step, x % Step / (float)Step);
            var k = (j * columns) + i;
            var w = Mix(white, k, fx, fy);
            var t = Mix(tail, k, fx, fy);
            if (w + t <= 0.0005f) continue;
            // on a wet road the light goes on ahead instead of coming back
            var dry = albedo * (1 - (0.35f * sun.Wet));
            r[x] += dry * ((w * 1.02f) + t);
            g[x] += dry * ((w * 0.98f) + (t * 0.05f));
            b[x] += dry * ((w * 0.88f) + (t * 0.04f));
        }
    }

    private float Mix(float[] of, int k, float fx, float fy)
    {
        var top = of[k] + ((of[k + 1] - of[k]) * fx);
        var below = of[k + columns] + ((of[k + columns + 1] - of[k + columns]) * fx);
        return top + ((below - top) * fy);
    }
}
