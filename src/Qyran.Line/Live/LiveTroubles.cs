using System.Collections.Immutable;

namespace Qyran.Line.Live;

/// <summary>What is wrong with a camera now; tells the house when something begins and when it is over. Safe from any thread.</summary>
internal sealed class LiveTroubles(string cameraId, LiveHouse house, LiveTold told)
{
    private readonly Lock gate = new();
    private ImmutableSortedDictionary<LiveTrouble, string> now = ImmutableSortedDictionary<LiveTrouble, string>.Empty;

    public ImmutableSortedDictionary<LiveTrouble, string> Now
    {
        get
        {
            lock (gate) return now;
        }
    }

    /// <param name="text">Why; null: it is over.</param>
    public void Set(LiveTrouble trouble, string? text)
    {
        lock (gate)
        {
            var was = now.ContainsKey(trouble);
            if (text is null && !was) return;
            now = text is null ? now.Remove(trouble) : now.SetItem(trouble, text);
            if (was == text is not null) return;
            var alarm = new LiveAlarm(cameraId, trouble, LiveClock.NowUs(house.Clock), text is not null, text ?? "over");
            told.Tell(stop => house.Sink.Raised(alarm, stop));
        }
    }
}
