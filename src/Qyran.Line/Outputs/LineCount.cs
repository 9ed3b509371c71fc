using System.Collections.Immutable;
using System.Globalization;
using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Rules;

namespace Qyran.Line.Outputs;

/// <summary>How many vehicles crossed one count line one way.</summary>
/// <param name="Line">Id of the line in the scene.</param>
/// <param name="Classes">Vehicles by class; empty when none crossed.</param>
public sealed record LineCount(string Line, CountWay Way, ImmutableSortedDictionary<RoadUser, int> Classes)
{
    public int Vehicles => Classes.Values.Sum();

    /// <summary>The way as outputs spell it.</summary>
    public string WayWord => Way.ToString().ToLowerInvariant();

    /// <summary>For people: "12 car, 1 truck", the most first; "–" when none crossed.</summary>
    public string Text => Classes.IsEmpty ? "–"
        : string.Join(", ", Classes.OrderByDescending(c => c.Value).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {PassageJson.Word(c.Key)}")));

    /// <summary>Every count line of the scene with both its ways, crossed or not.</summary>
    public static ImmutableArray<LineCount> Of(Scene? scene, IReadOnlyDictionary<(string Line, CountWay Way, RoadUser Class), int> crossed)
    {
        if (scene is null) return [];
        var counts = ImmutableArray.CreateBuilder<LineCount>();
        foreach (var line in scene.Lines.Where(l => l.Kind is LineKind.Count))
        {
            var (right, left) = CountCrossing.WaysOver(line);
            foreach (var way in new[] { right, left }.Order())
                counts.Add(new(line.Id, way, crossed.Where(c => c.Key.Line == line.Id && c.Key.Way == way).ToImmutableSortedDictionary(c => c.Key.Class, c => c.Value)));
        }
        return counts.ToImmutable();
    }
}
