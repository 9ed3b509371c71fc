using System.Numerics;

namespace Qyran.Simulator;

/// <summary>The light everything is drawn in: sun, sky, haze. Linear light; 1 is about a white wall in full sun.</summary>
internal sealed class Sun
{
    public Sun(Scenario scenario)
    {
        var (light, weather) = (scenario.Light, scenario.Weather);
        var (sa, ca) = Math.SinCos(light.SunAzimuthDeg * Math.PI / 180);
        var (se, ce) = Math.SinCos(light.SunElevationDeg * Math.PI / 180);
        To = new((float)(sa * ce), (float)(ca * ce), (float)se);
        Night = light.Time is DayTime.Night;
        Dusk = light.Time is DayTime.Dusk;
        LampsOn = Night || Dusk || weather.Kind is WeatherKind.Fog;
        // a low sun is dimmer and redder
        var low = (float)Math.Clamp(1 - (light.SunElevationDeg / 35), 0, 1);
        var veil = weather.Kind is WeatherKind.Clear ? (float)Math.Clamp((light.Clouds - 0.75) * 4, 0, 1) : 1;
        Direct = new Vector3(1.55f, 1.45f - (0.22f * low), 1.28f - (0.5f * low)) * ((1 - (0.35f * low)) * (1 - veil));
        var grey = new Vector3(0.62f, 0.66f, 0.70f);
        Zenith = Vector3.Lerp(new(0.22f, 0.40f, 0.76f), grey * 0.95f, veil);
        Horizon = Vector3.Lerp(new(0.70f, 0.80f, 0.90f), grey * 1.15f, veil);
        Ambient = Vector3.Lerp(new(0.40f, 0.46f, 0.56f), grey * 0.80f, veil);
        if (Dusk)
        {
            Direct *= 0.25f;
            (Zenith, Horizon, Ambient) = (new(0.07f, 0.11f, 0.24f), new(0.55f, 0.34f, 0.24f), new(0.10f, 0.115f, 0.16f));
        }
        if (Night)
        {
            Direct = default;
            (Zenith, Horizon, Ambient) = (new(0.006f, 0.008f, 0.016f), new(0.040f, 0.034f, 0.034f), new(0.026f, 0.027f, 0.036f));
        }
        Bounce = ((Ambient * 0.25f) + (Direct * (float)se * 0.16f)) * new Vector3(1, 0.97f, 0.92f);
        Wet = weather.Kind is WeatherKind.Rain ? 0.5f + (0.5f * (float)weather.Strength) : 0;
        Snow = weather.Kind is WeatherKind.Snow ? 0.4f + (0.6f * (float)weather.Strength) : 0;
        Haze = weather.Kind is WeatherKind.Clear ? Horizon * 0.95f : Night ? Horizon * 1.2f : Horizon;
        Extinction = WeatherPlan.Koschmieder / (float)weather.SightM;
        Hazy = WeatherPlan.IsHazy(weather.SightM);
        Clouds = veil >= 1 || Night || Dusk ? 0 : (float)light.Clouds;
        Exposure = Night ? 1.7f : Dusk ? 1.5f : veil > 0.5f ? 0.92f : 0.86f;
    }

    /// <summary>Unit vector towards the sun.</summary>
    public Vector3 To { get; }
    public Vector3 Direct { get; }
    public Vector3 Zenith { get; }
    public Vector3 Horizon { get; }

    /// <summary>Light of the whole sky on a level face.</summary>
    public Vector3 Ambient { get; }

    /// <summary>Light from the ground on a face looking down.</summary>
    public Vector3 Bounce { get; }
    public Vector3 Haze { get; }

    /// <summary>Share of light lost per metre of air.</summary>
    public float Extinction { get; }

    /// <summary>The air is thick enough to lie before plates and the dark under bodies too.</summary>
    public bool Hazy { get; }
    public float Clouds { get; }
    public float Wet { get; }
    public float Snow { get; }
    public float Exposure { get; }
    public bool Night { get; }
    public bool Dusk { get; }

    /// <summary>Vehicles drive with their lamps on and street lamps burn.</summary>
    public bool LampsOn { get; }

    /// <summary>Light of the sky on a face with this normal.</summary>
    public Vector3 Around(Vector3 normal) => Vector3.Lerp(Bounce, Ambient, 0.5f + (0.5f * normal.Z));

    /// <summary>What a mirror sees in a direction; no houses, a dark band where they would be.</summary>
    public Vector3 Mirror(Vector3 d)
    {
        if (d.Z > 0.18f) return Vector3.Lerp(Horizon, Zenith, MathF.Sqrt(Math.Min(1, (d.Z - 0.18f) * 1.2f)));
        if (d.Z > 0.02f) return Vector3.Lerp(Horizon * 0.34f, Horizon, Math.Clamp((d.Z - 0.02f) / 0.16f, 0, 1));
        return Bounce * (0.8f + d.Z);
    }

    /// <summary>How much of <see cref="Haze"/> lies before a plate or the dark under a body, 0…1; none in clear air.</summary>
    public float Veil(float metres) => Hazy ? 1 - MathF.Exp(-Extinction * metres) : 0;

    /// <summary>Air between the camera and something.</summary>
    public Vector3 Through(Vector3 colour, float metres) => Vector3.Lerp(Haze, colour, MathF.Exp(-Extinction * metres));
}
