using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Simulator;

/// <summary>Keeps, for everybody seen, what the end of truth.json tells: class, plate, lanes, counts, and who was too fast.</summary>
internal sealed class Ledger(Scenario scenario, TrafficWorld world)
{
    /// <summary>Less of it in the picture does not count as being seen in a lane.</summary>
    private const double SeenShare = 0.25;

    internal sealed class Entry
    {
        public required int Id;
        public required RoadUser Class;
        public required PlateText? Plate;
        public List<string> Lanes { get; } = [];
        public Dictionary<string, int> FramesIn { get; } = new(StringComparer.Ordinal);
        public double SpeedSum;
        public int SpeedFrames;
        public long FirstUs, LastUs;
    }

    /// <summary>By id.</summary>
    public SortedDictionary<int, Entry> Seen { get; } = [];

    public void Frame(List<Sight> sights, long exposedUs)
    {
        foreach (var sight in sights)
        {
            var actor = sight.Actor;
            if (!Seen.TryGetValue(actor.Id, out var entry))
                Seen.Add(actor.Id, entry = new() { Id = actor.Id, Class = actor.Class, Plate = actor.Vehicle?.Plate, FirstUs = exposedUs });
            entry.LastUs = exposedUs;
            if (actor.Vehicle is not { } vehicle || sight.Visible < SeenShare || LaneOf(actor, vehicle) is not { } lane) continue;
            if (!entry.Lanes.Contains(lane)) entry.Lanes.Add(lane);
            entry.FramesIn[lane] = entry.FramesIn.GetValueOrDefault(lane) + 1;
            (entry.SpeedSum, entry.SpeedFrames) = (entry.SpeedSum + actor.SpeedMs, entry.SpeedFrames + 1);
        }
    }

    /// <summary>Vehicles per lane and class, each once, in the lane it was seen in longest.</summary>
    public SortedDictionary<string, SortedDictionary<string, int>> Counts()
    {
        var counts = new SortedDictionary<string, SortedDictionary<string, int>>(StringComparer.Ordinal);
        foreach (var lane in scenario.Lanes) counts[lane.Id] = new(StringComparer.Ordinal);
        foreach (var entry in Seen.Values.Where(e => e.FramesIn.Count > 0))
        {
            var lane = entry.FramesIn.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).First().Key;
            var word = SceneWords.Word(SceneWords.Classes, entry.Class);
            counts[lane][word] = counts[lane].GetValueOrDefault(word) + 1;
        }
        return counts;
    }

    /// <summary>Who drove faster than allowed on the mean of its way through the picture.</summary>
    public IEnumerable<Deed> TooFast()
    {
        var tolerance = scenario.Rules.FirstOrDefault(r => r.Rule == "speeding")?.Values.GetValueOrDefault("tolerance_kmh") ?? 0;
        foreach (var entry in Seen.Values)
        {
            if (entry.SpeedFrames < 8) continue;
            var lane = entry.FramesIn.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).First().Key;
            if (Limit(lane, entry.Class) is not { } limit) continue;
            if (entry.SpeedSum / entry.SpeedFrames > (limit + Speed.FromKmh(tolerance)).MetresPerSecond) yield return new("speeding", entry.Id, (entry.FirstUs + entry.LastUs) / 2);
        }
    }

    private Speed? Limit(string lane, RoadUser user)
    {
        SpeedLimit? now = null;
        foreach (var limit in scenario.Limits)
        {
            var holds = (limit.Lanes.IsEmpty || limit.Lanes.Contains(lane)) && (limit.Classes.IsEmpty || limit.Classes.Contains(user))
                && (limit.From is not { } f || scenario.StartUtc >= f) && (limit.Until is not { } u || scenario.StartUtc < u);
            if (holds && (now is null || LimitScope.Overrides(limit, now))) now = limit;
        }
        return now?.Limit;
    }

    /// <summary>The lane under its middle, whatever lane it belongs to: an overtaker drives in the oncoming one.</summary>
    private string? LaneOf(Actor actor, Vehicle vehicle)
    {
        if (!vehicle.Link.IsWay && vehicle.Part is null && vehicle.SwerveM == 0) return vehicle.Link.Id;
        foreach (var link in world.Net.Links)
        {
            if (link.IsWay) continue;
            var (s, right) = link.Path.Project(actor.At);
            if (s >= 0 && s <= link.Path.Length && Math.Abs(right) <= link.WidthM / 2) return link.Id;
        }
        return null;
    }
}
