using System.Collections.Immutable;
using Qyran.Domain.Detections;

namespace Qyran.Domain.Scenes;

/// <summary>The words of a scene file for the closed choices.</summary>
internal static class SceneWords
{
    public static readonly ImmutableSortedDictionary<string, LineKind> Lines = Words(
        ("stop", LineKind.Stop), ("entry", LineKind.Entry), ("solid", LineKind.Solid), ("no_turn", LineKind.NoTurn), ("count", LineKind.Count));

    public static readonly ImmutableSortedDictionary<string, ZoneKind> Zones = Words(
        ("measure", ZoneKind.Measure), ("no_stopping", ZoneKind.NoStopping), ("no_driving", ZoneKind.NoDriving), ("ignore", ZoneKind.Ignore));

    public static readonly ImmutableSortedDictionary<string, LengthDirection> Directions = Words(
        ("any", LengthDirection.Any), ("along", LengthDirection.Along), ("across", LengthDirection.Across));

    /// <summary>All classes but Unknown, which nobody can mean.</summary>
    public static readonly ImmutableSortedDictionary<string, RoadUser> Classes = Words(
        ("person", RoadUser.Person), ("bicycle", RoadUser.Bicycle), ("motorcycle", RoadUser.Motorcycle), ("car", RoadUser.Car),
        ("van", RoadUser.Van), ("bus", RoadUser.Bus), ("truck", RoadUser.Truck));

    public static string Word<T>(ImmutableSortedDictionary<string, T> words, T value) where T : struct =>
        words.First(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Key;

    private static ImmutableSortedDictionary<string, T> Words<T>(params (string Word, T Value)[] words) =>
        words.ToImmutableSortedDictionary(w => w.Word, w => w.Value, StringComparer.Ordinal);
}
