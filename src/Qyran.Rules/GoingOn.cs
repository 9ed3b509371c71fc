using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Domain.Tracks;

namespace Qyran.Rules;

/// <summary>Whether a vehicle that crossed a stop line really drove on into the junction, and when.</summary>
internal static class GoingOn
{
    /// <summary>The instant it had gone on, by what that was seen, and why it must not be held against the driver (null: nothing speaks against it); null when it did not go on within sight.</summary>
    /// <param name="metres">Way behind the line that counts, with a survey; <paramref name="boxShare"/> in box lengths without. Entry lines replace both.</param>
    public static (long AtUs, string By, string? Doubt)? Find(
        PassageFacts facts, ContactPath path, SceneLine stop, Crossing crossing, (double X, double Y) way, double marginShare, double metres, double boxShare)
    {
        var entries = SceneWays.EntriesOf(stop, facts.Scene).ToList();
        if (entries.Count > 0)
        {
            var over = entries.SelectMany(e => LineCrossing.Find(facts, path, e.Points, way, marginShare).Select(c => (Crossing: c, Entry: e)))
                .Where(c => c.Crossing.AtUs > crossing.AtUs).OrderBy(c => c.Crossing.Doubt is not null).ThenBy(c => c.Crossing.LatestUs).FirstOrDefault();
            return over.Crossing is null ? null : (over.Crossing.LatestUs, $"line {over.Entry.Id}", over.Crossing.Doubt ?? Joined(over.Crossing.LatestUs));
        }
        var s = path.Samples;
        var length = double.Hypot(way.X, way.Y);
        var from = default(RoadPoint);
        var surveyed = facts.Plane is { } plane && plane.TryRoad(crossing.Point, out from);
        for (var i = crossing.After; i + 1 < s.Count; i++)
            if (Far(i) && Far(i + 1)) return (s[i].TimeUs, surveyed ? "metres behind the line" : "box lengths behind the line", Joined(s[i].TimeUs));
        return null;

        // whoever stopped behind the line may be lost there, and its track go on with one that crosses
        string? Joined(long untilUs) => Leap.Doubt(facts.Track, facts.Plane, crossing.EarliestUs, untilUs);

        bool Far(int i)
        {
            var ahead = (((s[i].At.X - crossing.Point.X) * way.X) + ((s[i].At.Y - crossing.Point.Y) * way.Y)) / length;
            if (ahead <= 0) return false;
            return surveyed && facts.Plane!.TryRoad(s[i].At, out var road)
                ? from.DistanceTo(road) >= metres
                : ahead >= boxShare * s[crossing.After].Size;
        }
    }
}
