using System.Numerics;

namespace Qyran.Simulator;

/// <summary>The sky: gradient, clouds, haze at the horizon and, where the air is clear, a far range of mountains.</summary>
internal sealed class Sky(Sun sun, Scenario scenario)
{
    public Vector3 At(Vector3 ray)
    {
        var up = Math.Max(0, ray.Z);
        var colour = Vector3.Lerp(sun.Horizon, sun.Zenith, MathF.Pow(Math.Min(1, up * 1.6f), 0.55f));
        if (scenario.Weather.Kind is WeatherKind.Clear)
        {
            var azimuth = MathF.Atan2(ray.X, ray.Y);
            if (!sun.Night && up > 0.01f)
            {
                // flat clouds far above
                float x = ray.X / (up + 0.06f), y = ray.Y / (up + 0.06f);
                var cover = Noise.Octaves(x * 2.2f, y * 2.2f, 1.6f, 5, 0.02f);
                var amount = Math.Clamp((cover - 0.62f + (0.35f * (float)scenario.Light.Clouds)) * 4, 0, 1) * Math.Clamp(up * 8, 0, 1);
                colour = Vector3.Lerp(colour, (sun.Horizon * 1.05f) + (sun.Direct * 0.12f), amount * 0.8f);
            }
            var ridge = 0.022f + (0.05f * Noise.Octaves(azimuth * 14, 3.1f, 4f, 6, 0.02f)) - (0.02f * MathF.Cos(azimuth * 2));
            if (up < ridge)
            {
                var snow = Math.Clamp((up - (ridge * 0.55f)) / 0.02f, 0, 1) * Noise.Octaves(azimuth * 90, up * 220, 1.4f, 4, 0.05f);
                var rock = ((sun.Ambient * 0.26f) + (sun.Direct * 0.05f)) * new Vector3(0.8f, 0.95f, 1.25f);
                colour = Vector3.Lerp(sun.Haze, Vector3.Lerp(rock, (sun.Ambient * 0.9f) + (sun.Direct * 0.35f), snow), sun.Night ? 0.2f : 0.72f);
            }
        }
        else
        {
            colour = Vector3.Lerp(sun.Haze, colour, Math.Clamp(up * (scenario.Weather.Kind is WeatherKind.Fog ? 0.6f : 3), 0, 1));
        }
        return colour;
    }
}
