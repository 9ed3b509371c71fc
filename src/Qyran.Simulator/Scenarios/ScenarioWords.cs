using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>The words of a scenario file for the closed choices.</summary>
internal static class ScenarioWords
{
    public static readonly ImmutableSortedDictionary<string, DayTime> Times = Of(("day", DayTime.Day), ("dusk", DayTime.Dusk), ("night", DayTime.Night));

    public static readonly ImmutableSortedDictionary<string, WeatherKind> Weathers =
        Of(("clear", WeatherKind.Clear), ("rain", WeatherKind.Rain), ("snow", WeatherKind.Snow), ("fog", WeatherKind.Fog));

    public static readonly ImmutableSortedDictionary<string, SurroundingsStyle> Styles =
        Of(("town", SurroundingsStyle.Town), ("open", SurroundingsStyle.Open), ("square", SurroundingsStyle.Square));

    public static readonly ImmutableSortedDictionary<string, bool> YesNo = Of(("yes", true), ("no", false), ("true", true), ("false", false));

    public static readonly ImmutableSortedDictionary<string, ArrowWay> Ways = Of(("left", ArrowWay.Left), ("straight", ArrowWay.Straight), ("right", ArrowWay.Right));

    public static readonly ImmutableSortedDictionary<string, MarkingKind> Markings = Of(
        ("solid", MarkingKind.Solid), ("dashed", MarkingKind.Dashed), ("double", MarkingKind.Double), ("zebra", MarkingKind.Zebra), ("straight", MarkingKind.Straight),
        ("left", MarkingKind.Left), ("right", MarkingKind.Right), ("straight_right", MarkingKind.StraightRight), ("bus", MarkingKind.BusLetter));

    public static readonly ImmutableSortedDictionary<string, CastDeed> Deeds = Of(
        ("drive", CastDeed.Drive), ("run_red", CastDeed.RunRed), ("speed", CastDeed.Speed), ("wrong_way", CastDeed.WrongWay),
        ("overtake_oncoming", CastDeed.OvertakeOncoming), ("cross_line", CastDeed.CrossLine), ("stop", CastDeed.Stop), ("past_stop_line", CastDeed.PastStopLine));

    /// <summary>The word of a value that has one.</summary>
    public static string Word<T>(ImmutableSortedDictionary<string, T> words, T value) where T : struct =>
        words.First(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Key;

    private static ImmutableSortedDictionary<string, T> Of<T>(params (string Word, T Value)[] words) =>
        words.ToImmutableSortedDictionary(w => w.Word, w => w.Value, StringComparer.Ordinal);
}
