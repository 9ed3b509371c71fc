using System.Collections.Concurrent;
using Qyran.Storage;

namespace Qyran.Server.Cameras;

/// <summary>Which site each camera stands at, so that a passage knows it while the database is away. Any thread.</summary>
internal sealed class CameraSites(Store store)
{
    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>Told by whoever applies a camera's row, before its line starts.</summary>
    public void Set(string camera, string site) => known[camera] = site;

    /// <summary>"unknown" for a camera that does not run.</summary>
    public string Now(string camera) => known.GetValueOrDefault(camera, "unknown");

    /// <summary>"unknown" for a camera without a row.</summary>
    public async ValueTask<string> Of(string camera, CancellationToken stop) =>
        known.TryGetValue(camera, out var site) ? site : (await store.Sites.FindCamera(camera, stop))?.SiteId ?? "unknown";
}
