using System.Numerics;

namespace Qyran.Simulator;

/// <summary>What the ground is made of at every place: asphalt with wear, markings, kerb, pavement, verge. All by formula, so it is sharp at any size.</summary>
internal sealed class Ground
{
    private const float KerbM = 0.18f;
    private readonly (Vector2[] Line, float Half, float Pavement)[] roads;
    private readonly Path[] lanes;
    private readonly Shapes paint;
    private readonly SurroundingsStyle style;
    private readonly Sun sun;

    public Ground(Scenario scenario, Sun sun)
    {
        this.sun = sun;
        roads = [.. scenario.Roads.Select(r => (r.Line.Select(p => new Vector2((float)p.X, (float)p.Y)).ToArray(), (float)r.WidthM / 2, (float)r.PavementM))];
        lanes = [.. scenario.Lanes.Select(l => new Path(l.Path))];
        paint = Paint.Of(scenario);
        style = scenario.Surroundings.Style;
    }

    /// <summary>Metres from the nearest kerb, negative on the road, and that road's pavement.</summary>
    public (float FromKerb, float Pavement) Side(float x, float y)
    {
        var (d, pavement, nearest) = (1e6f, 0f, 1e6f);
        foreach (var (line, half, wide) in roads)
        {
            var own = float.MaxValue;
            for (var i = 0; i + 1 < line.Length; i++) own = Math.Min(own, Distance(line[i], line[i + 1], x, y));
            own -= half;
            if (own < nearest) (nearest, pavement) = (own, wide);
            // smooth union: corners of 6 m radius or so
            var h = Math.Max(7 - Math.Abs(d - own), 0) / 7;
            d = Math.Min(d, own) - (h * h * 7 / 4);
        }
        return (d, pavement);
    }

    /// <summary>Albedo at a place, and how mirror-like a wet film lies there, 0…1.</summary>
    /// <param name="footprint">Metres under one sample: finer texture is left out.</param>
    public (Vector3 Albedo, float Film) At(float x, float y, float footprint)
    {
        var (d, pavement) = Side(x, y);
        var (albedo, film) = d < 0 ? Asphalt(x, y, d, footprint)
            : d < KerbM && pavement > 0 ? (new Vector3(0.36f, 0.355f, 0.34f) * (0.9f + (0.2f * Noise.Octaves(x, y, 0.7f, 2, footprint))), 0.15f)
            : style is SurroundingsStyle.Square || d < pavement ? Slabs(x, y, footprint) : Verge(x, y, d, footprint);
        if (sun.Wet > 0)
        {
            albedo *= 1 - (0.45f * sun.Wet);
            film *= sun.Wet;
        }
        if (sun.Snow <= 0) return (albedo, film);
        var cover = Math.Clamp((d < 0 ? 0.55f - (0.75f * Track(x, y)) : 1.1f) * sun.Snow + ((Noise.Octaves(x, y, 2.5f, 4, footprint) - 0.5f) * 0.9f), 0, 1);
        return (Vector3.Lerp(albedo, new Vector3(0.78f, 0.80f, 0.84f) * (0.9f + (0.15f * Noise.Octaves(x, y, 1.1f, 3, footprint))), cover), film * (1 - cover));
    }

    private (Vector3, float) Asphalt(float x, float y, float d, float footprint)
    {
        var tone = 0.185f + (0.045f * (Noise.Octaves(x, y, 9, 4, footprint) - 0.5f)) + (0.075f * (Noise.Octaves(x + 40, y, 0.22f, 3, footprint) - 0.5f));
        // repaired patches and long joints
        var patch = Noise.Hash((int)MathF.Floor(x / 3.3f) + 91, (int)MathF.Floor(y / 7.1f) - 17);
        if (patch > 0.93f) tone -= 0.022f;
        var crack = Math.Abs(Noise.Octaves(x + 3, y - 8, 5.5f, 4, footprint) - 0.5f);
        if (crack < 0.0016f && footprint < 0.05f && Noise.At(x / 13, y / 13) > 0.66f) tone *= 0.80f;
        var track = Track(x, y);
        tone += (0.018f * track) - (0.022f * Oil(x, y));
        // dirt gathers at the kerb
        tone *= 1 - (0.22f * Math.Clamp(1 + (d / 0.5f), 0, 1));
        var albedo = new Vector3(tone, tone * 0.985f, tone * 0.955f);
        var film = 0.55f + (0.45f * Math.Clamp((Noise.Octaves(x, y, 4, 3, footprint) - 0.45f) * 5, 0, 1)) + (0.2f * track);
        var line = paint.At(x, y);
        if (line <= 0) return (albedo, Math.Min(1, film));
        var worn = Math.Clamp(0.97f - (0.35f * track) - (0.5f * Math.Max(0, Noise.Octaves(x, y, 0.35f, 3, footprint) - 0.55f)), 0.35f, 1) * line;
        return (Vector3.Lerp(albedo, new(0.66f, 0.66f, 0.63f), worn), Math.Min(1, film * 0.7f));
    }

    /// <summary>1 in the wheels' tracks, 0 elsewhere.</summary>
    private float Track(float x, float y)
    {
        var r = Lateral(x, y) - 0.78f;
        return MathF.Exp(-r * r / 0.09f);
    }

    private float Oil(float x, float y)
    {
        var r = Lateral(x, y);
        return MathF.Exp(-r * r / 0.12f);
    }

    private float Lateral(float x, float y)
    {
        var best = 9f;
        foreach (var lane in lanes)
        {
            var p = lane.Points;
            for (var i = 0; i + 1 < p.Length; i++)
                best = Math.Min(best, Distance(new((float)p[i].X, (float)p[i].Y), new((float)p[i + 1].X, (float)p[i + 1].Y), x, y));
        }
        return best;
    }

    private static (Vector3, float) Slabs(float x, float y, float footprint)
    {
        const float size = 0.6f;
        var (row, fade) = ((int)MathF.Floor(y / size), Math.Clamp((size / Math.Max(0.001f, footprint) * 0.25f) - 0.3f, 0, 1));
        var shifted = x + (row % 2 == 0 ? 0 : size / 2);
        var column = (int)MathF.Floor(shifted / size);
        float u = (shifted / size) - column, v = (y / size) - row;
        var joint = Math.Min(Math.Min(u, 1 - u), Math.Min(v, 1 - v)) < 0.025f ? 0.72f : 1;
        var tone = 0.27f * (1 + (fade * 0.16f * (Noise.Hash(column, row) - 0.5f))) * (1 + (fade * (joint - 1)));
        tone += 0.05f * (Noise.Octaves(x, y, 3, 3, footprint) - 0.5f);
        return (new(tone * 1.02f, tone * 0.985f, tone * 0.93f), 0.35f);
    }

    private (Vector3, float) Verge(float x, float y, float d, float footprint)
    {
        if (style is SurroundingsStyle.Open && d < 1.6f + (0.5f * Noise.At(x, y)))
        {
            var gravel = 0.22f + (0.12f * (Noise.Octaves(x, y, 0.3f, 3, footprint) - 0.5f));
            return (new(gravel, gravel * 0.96f, gravel * 0.88f), 0.1f);
        }
        var n = Noise.Octaves(x, y, 7, 6, footprint);
        var fine = Noise.Octaves(x - 70, y, 0.5f, 4, footprint);
        var dry = Math.Clamp((n - 0.40f) * 4, 0, 1);
        var green = Vector3.Lerp(new(0.085f, 0.125f, 0.042f), new(0.23f, 0.205f, 0.115f), dry);
        return (green * (0.6f + (0.8f * fine)), 0.05f);
    }

    private static float Distance(Vector2 a, Vector2 b, float x, float y)
    {
        var p = new Vector2(x, y);
        var d = b - a;
        var t = Math.Clamp(Vector2.Dot(p - a, d) / Math.Max(1e-6f, d.LengthSquared()), 0, 1);
        return Vector2.Distance(p, a + (d * t));
    }
}
