using Qyran.Domain.Detections;
using Qyran.Domain.Scenes;
using Qyran.Domain.Units;

namespace Qyran.Simulator;

/// <summary>Keeps, for everybody seen, what the end of truth.json tells: class, plate, lanes, counts, and who was too fast.</summary>
internal sealed class Ledger(Scenario scenario, TrafficWorld world)
{
    /// <summary>Less of it in the picture does not count as being seen in a lane.</summary>
    private const double SeenShare = 0.25;

    /// <summary>Slower is standing or creeping, which is no driving whose mean speed could be too high, m/s.</summary>
    private const double DrivingMs = 3;

    internal sealed class Entry
    {
        public required int Id;
        public required RoadUser Class;
        public required PlateText? Plate;
        public List<string> Lanes { get; } = [];
        public Dictionary<string, int> FramesIn { get; } = new(StringComparer.Ordinal);

        /// <summary>Of the frames in which it drove where its speed is judged: their number, the sum of their speeds in m/s, the first and the last of them.</summary>
        public int Frames;
        public double SpeedSum;
        public long FirstUs, LastUs;
    }

    /// <summary>By id.</summary>
    public SortedDictionary<int, Entry> Seen { get; } = [];

    /// <param name="camera">As it stood at this frame.</param>
    public void Frame(List<Sight> sights, long exposedUs, Camera camera)
    {
        foreach (var sight in sights)
        {
            var actor = sight.Actor;
            if (!Seen.TryGetValue(actor.Id, out var entry))
                Seen.Add(actor.Id, entry = new() { Id = actor.Id, Class = actor.Class, Plate = actor.Vehicle?.Plate });
            if (actor.Vehicle is not { } vehicle || sight.Visible < SeenShare || world.Net.LaneUnder(vehicle, actor.At)?.Id is not { } lane) continue;
            if (!entry.Lanes.Contains(lane)) entry.Lanes.Add(lane);
            entry.FramesIn[lane] = entry.FramesIn.GetValueOrDefault(lane) + 1;
            // where lanes and limits of the scene end nobody's speed is judged
            if (actor.SpeedMs <= DrivingMs || !camera.Sees(actor.At, scenario.Weather.SightM) || actor.At.DistanceTo(camera.Plan.At) >= SceneMaker.FarthestM) continue;
            if (entry.Frames++ == 0) entry.FirstUs = exposedUs;
            (entry.SpeedSum, entry.LastUs) = (entry.SpeedSum + actor.SpeedMs, exposedUs);
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

    /// <summary>Who drove faster than allowed on the mean of the frames in which it drove where it is judged; in the middle of them.</summary>
    public IEnumerable<Deed> TooFast()
    {
        var tolerance = new RuleValues(scenario.Rules)["speeding", "tolerance_kmh"];
        foreach (var entry in Seen.Values)
        {
            if (entry.Frames < 8) continue;
            var lane = entry.FramesIn.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).First().Key;
            var middle = (entry.FirstUs + entry.LastUs) / 2;
            if (Limit(lane, entry.Class, scenario.StartUtc.AddMicroseconds(middle)) is not { } limit) continue;
            if (entry.SpeedSum / entry.Frames > (limit + Speed.FromKmh(tolerance)).MetresPerSecond) yield return new("speeding", entry.Id, middle);
        }
    }

    private Speed? Limit(string lane, RoadUser user, DateTimeOffset at)
    {
        SpeedLimit? now = null;
        foreach (var limit in scenario.Limits)
        {
            var holds = (limit.Lanes.IsEmpty || limit.Lanes.Contains(lane)) && (limit.Classes.IsEmpty || limit.Classes.Contains(user))
                && (limit.From is not { } f || at >= f) && (limit.Until is not { } u || at < u);
            if (holds && (now is null || LimitScope.Overrides(limit, now))) now = limit;
        }
        return now?.Limit;
    }
}
