namespace Qyran.Simulator;

/// <summary>Rain and snow before the lens: where every drop or flake is at a time. Seeded by its number, so nothing is remembered between frames.</summary>
internal sealed class Falling
{
    private readonly (float X, float Y, float Depth, float Phase)[] drops;
    private readonly bool snow;
    private readonly int width, height;

    /// <summary>One drop in the picture: a short line or a soft spot.</summary>
    /// <param name="Alpha">Share of the light behind it takes the place of.</param>
    public readonly record struct Drop(float X, float Y, float Dx, float Dy, float Radius, float Alpha);

    public Falling(Scenario scenario, int width, int height)
    {
        (this.width, this.height) = (width, height);
        snow = scenario.Weather.Kind is WeatherKind.Snow;
        var dice = Dice.For(scenario.Seed, "falling");
        var n = scenario.Weather.Kind is WeatherKind.Rain or WeatherKind.Snow ? (int)((snow ? 1500 : 700) * scenario.Weather.Strength * width * height / 921_600) : 0;
        drops = [.. Enumerable.Range(0, n).Select(_ => ((float)dice.Unit(), (float)dice.Unit(), (float)Math.Pow(dice.Unit(), 0.6), (float)dice.Unit()))];
    }

    public bool None => drops.Length == 0;

    /// <summary>All drops of an instant.</summary>
    public void At(double seconds, double exposureS, List<Drop> to)
    {
        foreach (var (x0, y0, far, phase) in drops)
        {
            // depth 1.5…20 m; a drop falls some 7 m/s, a flake 1.2
            var metres = 1.5f + (18 * far);
            var scale = height / metres * 1.9f;
            var fall = (snow ? 1.2f : 7.5f) * scale;
            var drift = (snow ? 0.5f : 1.1f) * scale;
            var t = (float)seconds;
            var x = ((x0 * width) + (drift * t) + (snow ? MathF.Sin((t * 1.7f) + (phase * 6.28f)) * 0.12f * scale : 0)) % (width * 1.1f);
            var y = ((y0 * height) + (fall * t)) % (height * 1.1f);
            if (snow)
            {
                var radius = Math.Clamp(0.0055f * scale, 0.7f, 7);
                to.Add(new(x, y, 0, 0, radius, Math.Clamp(1.5f / radius, 0.25f, 0.8f)));
                continue;
            }
            var shutter = (float)Math.Max(exposureS, 0.004);
            to.Add(new(x, y, drift * shutter, fall * shutter, Math.Clamp(0.0012f * scale, 0.45f, 1.6f), 0.05f + (0.10f * (1 - far))));
        }
    }
}
