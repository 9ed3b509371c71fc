using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Evidence;
using Qyran.Rules;
using Qyran.Server.Access;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Health;

/// <summary>The machine and the program, for the system page.</summary>
internal static class ShowSystem
{
    /// <param name="CpuS">Processor seconds this program has used; its children (ffmpeg) not counted.</param>
    internal sealed record Answer(
        string Version, DateTimeOffset StartedAt, DateTimeOffset Now, string Database, double CpuS, long MemoryBytes, long DiskFreeBytes, long DiskBytes, long RecordingBytes,
        ImmutableSortedDictionary<string, long> Cases, ImmutableArray<RuleView> Rules, int Listeners);

    internal sealed record RuleView(string Id, string Title);

    internal static async Task<Ok<Answer>> Handle(ClaimsPrincipal who, Store store, DataFolder folder, ServerSettings settings, Live.Announcer announcer, TimeProvider clock, CancellationToken stop)
    {
        using var self = Process.GetCurrentProcess();
        var disk = new DriveInfo(folder.Root);
        var counts = await store.Cases.Counts(Asker.Known(who).Sites, stop);
        return TypedResults.Ok(new Answer(
            SoftwareVersion.Current, new DateTimeOffset(self.StartTime.ToUniversalTime()), clock.GetUtcNow(), settings.Database is null ? "SQLite" : "PostgreSQL",
            self.TotalProcessorTime.TotalSeconds, self.WorkingSet64, disk.AvailableFreeSpace, disk.TotalSize, await store.Recordings.Bytes(null, stop),
            counts.ToImmutableSortedDictionary(c => c.Key.ToString().ToLowerInvariant(), c => c.Value, StringComparer.Ordinal),
            [.. RuleBook.Rules.Select(r => new RuleView(r.Id, r.Title))], announcer.Listeners));
    }
}
