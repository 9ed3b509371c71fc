using System.Collections.Immutable;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;

namespace Qyran.Line;

/// <summary>Areas of a scene by purpose.</summary>
internal static class SceneAreas
{
    /// <summary>Where speeds are measured: the measure zones, else the lanes; empty = everywhere.</summary>
    public static ImmutableArray<Polygon> Measured(Scene? scene)
    {
        if (scene is null) return [];
        var zones = Of(scene, ZoneKind.Measure);
        return zones.IsEmpty ? [.. scene.Lanes.Select(l => l.Area)] : zones;
    }

    public static ImmutableArray<Polygon> Of(Scene? scene, ZoneKind kind) =>
        scene is null ? [] : [.. scene.Zones.Where(z => z.Kind == kind).Select(z => z.Area)];
}
