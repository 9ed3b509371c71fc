using System.Numerics;

namespace Qyran.Simulator;

/// <summary>A body as triangles in its own frame: x forward, y left, z up, metres; the origin is on the road under the middle.</summary>
/// <param name="Plates">Faces for number plates: corners top left, top right, bottom right, bottom left as one reads them.</param>
/// <param name="Lamps">Where light comes from.</param>
internal sealed record Mesh(Vector3[] Points, Vector3[] Normals, Material[] Of, int[] Triangles, Vector3[][] Plates, Lamp[] Lamps)
{
    private const int Directions = 1600;

    /// <summary>The points that can lie on the outline from anywhere: the farthest in one of many directions, evenly over the sphere.</summary>
    public Vector3[] Outline { get; } = [.. Extremes(Points), .. Plates.SelectMany(p => p)];

    private static Vector3[] Extremes(Vector3[] points)
    {
        var unique = points.Distinct().ToArray();
        var kept = new HashSet<Vector3>();
        for (var i = 0; i < Directions; i++)
        {
            // Fibonacci sphere
            var z = 1 - ((2 * i + 1) / (float)Directions);
            var (s, c) = MathF.SinCos(i * 2.39996323f);
            var direction = new Vector3(c * MathF.Sqrt(1 - (z * z)), s * MathF.Sqrt(1 - (z * z)), z);
            var (best, far) = (unique[0], float.MinValue);
            foreach (var p in unique)
            {
                var d = Vector3.Dot(p, direction);
                if (d > far) (best, far) = (p, d);
            }
            kept.Add(best);
        }
        return [.. unique.Where(kept.Contains)];
    }
}
