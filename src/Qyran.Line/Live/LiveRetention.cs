namespace Qyran.Line.Live;

/// <summary>Recycles a camera's recordings by age and by bytes, oldest first, whether or not the camera runs. What evidence rests on stays.</summary>
public static class LiveRetention
{
    /// <summary>Files that are recycled in one go.</summary>
    internal const int AtATime = 4;

    /// <summary>The clip of a case that is found only now begins before its vehicle was seen.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Ids of a camera's cases that wait for their pack, whether or not the camera runs; some of them nobody may have been told of yet.</summary>
    public static IReadOnlyList<string> Waiting(LiveHouse house, string cameraId) => PendingCases.Of(house, cameraId).Ids();

    /// <param name="keepFor">What is older goes; null: age alone recycles nothing.</param>
    /// <param name="keepBytes">So much may stay; for being too much nothing goes that ended within the last ten minutes. Null: no limit.</param>
    /// <returns>Bytes above the limit now that nothing more is recycled, not above 0 where it is kept or there is none; null when files could not be deleted.</returns>
    public static async Task<long?> Recycle(LiveHouse house, string cameraId, TimeSpan? keepFor, long? keepBytes, CancellationToken stop)
    {
        var now = house.Clock.GetUtcNow();
        var (old, fresh) = (keepFor is { } age ? LiveClock.Us(now - age) : long.MinValue, LiveClock.Us(now - Fresh));
        while (true)
        {
            var oldest = await house.Rows.Oldest(cameraId, AtATime, stop);
            var over = keepBytes is { } most ? await house.Rows.Bytes(cameraId, stop) - most : 0;
            List<string> go = [];
            foreach (var file in oldest)
            {
                if (file.EndUs >= old && (over <= 0 || file.EndUs >= fresh)) break;
                if (house.IsGuarded(file)) continue; // its row says so soon, and then others come here
                go.Add(file.Path);
                over -= file.LengthBytes;
            }
            if (go.Count == 0) return over;
            if (await house.Rows.Recycle(go, stop) == 0) return null;
        }
    }
}
