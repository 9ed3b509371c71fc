using System.Numerics;

namespace Qyran.Simulator;

/// <summary>Light on a vertex of a moving body: sky, sun, its mirror image in paint and glass, lamps, air.</summary>
internal sealed class Shading(Sun sun)
{
    /// <param name="sunShare">0 in the shadow of a house or cloud … 1.</param>
    /// <param name="lampLight">Light of street lamps and headlamps on it, from above.</param>
    public Vector4 Of(Vector3 at, Vector3 normal, Material of, Vector3 albedo, Vector3 camera, float height, float sunShare, Vector3 lampLight, bool lampsOn, bool braking)
    {
        var sight = camera - at;
        var metres = sight.Length();
        var view = sight / metres;
        var facing = Vector3.Dot(normal, view);
        var gloss = of switch
        {
            Material.Paint or Material.Second or Material.Helmet => 0.85f,
            Material.Glass => 1f,
            Material.Chrome or Material.Rim or Material.HeadLamp => 0.7f,
            Material.BrakeLamp or Material.TailLamp or Material.Turn => 0.6f,
            Material.Plastic or Material.PlateEdge => 0.25f,
            _ => 0,
        };
        // less of the sky is seen near the road
        var open = Math.Clamp(0.42f + (0.75f * height), 0, 1);
        var direct = sun.Direct * (Math.Max(0, Vector3.Dot(normal, sun.To)) * sunShare);
        var colour = albedo * ((sun.Around(normal) * open) + direct + (lampLight * (0.35f + (0.65f * Math.Max(0, normal.Z)))));
        if (gloss > 0)
        {
            var mirror = Vector3.Normalize((2 * facing * normal) - view);
            var grazing = 1 - Math.Clamp(facing, 0, 1);
            var grazing2 = grazing * grazing;
            var f0 = of switch { Material.Glass => 0.10f, Material.Chrome or Material.Rim => 0.45f, _ => 0.045f };
            var share = (f0 + ((1 - f0) * grazing2 * grazing2 * grazing * 0.8f)) * gloss;
            colour += sun.Mirror(mirror) * share;
            var spark = Vector3.Dot(mirror, sun.To);
            if (spark > 0.9f && sunShare > 0)
            {
                var s = (spark - 0.9f) / 0.1f;
                s *= s;
                colour += sun.Direct * (sunShare * gloss * share * 9 * s * s * s);
            }
            colour += lampLight * (share * 0.8f);
        }
        if (of is Material.BrakeLamp && (braking || lampsOn)) colour += new Vector3(2.6f, 0.10f, 0.06f) * (braking ? 1.0f : 0.32f);
        if (of is Material.HeadLamp && lampsOn) colour += new Vector3(3.4f, 3.3f, 3.0f);
        return new(sun.Through(colour, metres), 1);
    }
}
