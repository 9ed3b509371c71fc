using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Which limit a vehicle had to keep. Whatever is not known (lane, class, hour) is answered by the limit that favours the driver.</summary>
internal static class LimitInForce
{
    /// <summary>The limit, or null and why none can be named.</summary>
    /// <param name="lanes">Lanes it may have been measured in, null = beside them all; empty = not known, so any.</param>
    /// <param name="users">Classes it may be of.</param>
    /// <param name="hours">Instants of the measuring, UTC; empty = not known.</param>
    public static SpeedLimit? For(Scene scene, IReadOnlyCollection<string?> lanes, IReadOnlyCollection<RoadUser> users, IReadOnlyCollection<DateTimeOffset> hours, out string why)
    {
        IReadOnlyCollection<string?> places = lanes.Count > 0 ? lanes : [null, .. scene.Lanes.Select(l => l.Id)];
        var asked = (from p in places from u in users select (Lane: p, User: u)).ToList();
        if (hours.Count == 0 && scene.Limits.Any(l => (l.From ?? l.Until) is not null && asked.Any(a => Holds(l, a.Lane, a.User))))
        {
            why = "the hour of the recording is not known, and the limits here hold for given times";
            return null;
        }
        var found = (from a in asked from h in hours.Count > 0 ? hours : [DateTimeOffset.UnixEpoch] select Special(scene, a.Lane, a.User, h)).ToList();
        why = found.All(l => l is null) ? "the scene names no limit for this lane, class and time"
            : found.Any(l => l is null) ? "its lane, class or hour is not known surely, and not all of them have a limit" : "";
        return why.Length > 0 ? null : found.MaxBy(l => l!.Limit);
    }

    /// <summary>The most special of the limits that hold; the scene reader has refused limits of which none is.</summary>
    private static SpeedLimit? Special(Scene scene, string? lane, RoadUser user, DateTimeOffset at)
    {
        SpeedLimit? now = null;
        foreach (var limit in scene.Limits.Where(l => Holds(l, lane, user) && (l.From is not { } f || at >= f) && (l.Until is not { } u || at < u)))
            if (now is null || LimitScope.Overrides(limit, now)) now = limit;
        return now;
    }

    private static bool Holds(SpeedLimit limit, string? lane, RoadUser user) =>
        (limit.Lanes.IsEmpty || (lane is not null && limit.Lanes.Contains(lane))) && (limit.Classes.IsEmpty || limit.Classes.Contains(user));
}
