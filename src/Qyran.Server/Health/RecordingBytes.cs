using Qyran.Server.Access;
using Qyran.Storage;

namespace Qyran.Server.Health;

/// <summary>What the recordings take that somebody may know of.</summary>
internal static class RecordingBytes
{
    /// <param name="asker">Of the cameras at his sites as they stand today; null, or who is for every site: all, those of removed cameras too.</param>
    public static async Task<long> Of(Store store, Asker? asker, CancellationToken stop)
    {
        if (asker?.Sites is null) return await store.Recordings.Bytes(null, stop);
        var sum = 0L;
        foreach (var camera in await store.Sites.Cameras(stop))
            if (asker.Sees(camera.SiteId)) sum += await store.Recordings.Bytes(camera.Id, stop);
        return sum;
    }
}
