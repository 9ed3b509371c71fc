using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Evidence;
using Qyran.Line.Live;
using Qyran.Rules;
using Qyran.Server.Access;
using Qyran.Server.Exemptions;
using Qyran.Server.Findings;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.Server.Health;

/// <summary>The machine and the program, for the system page.</summary>
internal static class ShowSystem
{
    /// <param name="Database">SQLite or PostgreSQL.</param>
    /// <param name="DatabaseAway">Why the database does not answer; null while it does. Then recordings and cases are not known.</param>
    /// <param name="Waiting">What the cameras found and the database has not taken yet: it is kept on this machine's disk.</param>
    /// <param name="CpuS">Processor seconds this program has used; its children (ffmpeg) not counted.</param>
    internal sealed record Answer(
        string Version, DateTimeOffset StartedAt, DateTimeOffset Now, string Database, string? DatabaseAway, int Waiting, double CpuS, long MemoryBytes, long DiskFreeBytes, long DiskBytes, long? RecordingBytes,
        ImmutableSortedDictionary<string, long> Cases, ImmutableArray<RuleView> Rules, int Listeners, ExemptionsView Exemptions);

    /// <param name="Entries">In force.</param>
    /// <param name="ReadAt">When they were read; null: the data folder has no list, or none that reads.</param>
    /// <param name="Trouble">Why what lies in the data folder is not what is in force; null when it is.</param>
    /// <param name="Exempt">Findings that were no case by an exemption, since the start, at all sites; null for who is for some only.</param>
    internal sealed record ExemptionsView(int Entries, DateTimeOffset? ReadAt, string? Trouble, long? Exempt);

    internal sealed record RuleView(string Id, string Title);

    internal static async Task<Ok<Answer>> Handle(
        ClaimsPrincipal who, Store store, DataFolder folder, ServerSettings settings, Live.Announcer announcer, FindingQueue queue, ExemptionBook exemptions, LiveHouse house, TimeProvider clock, CancellationToken stop)
    {
        using var self = Process.GetCurrentProcess();
        var asker = Asker.Known(who);
        var list = exemptions.Now;
        var disk = new DriveInfo(folder.Root);
        var (counts, recordings, away) = (ImmutableDictionary<CaseState, long>.Empty, (long?)null, queue.Away);
        try
        {
            (counts, recordings) = (await store.Cases.Counts(asker.Sites, stop), await RecordingBytes.Of(store, asker, stop));
        }
        catch (StoreException e)
        {
            away = e.Failure.Text; // the page is wanted most when something is away
        }
        return TypedResults.Ok(new Answer(
            SoftwareVersion.Current, new DateTimeOffset(self.StartTime.ToUniversalTime()), clock.GetUtcNow(), settings.Database is null ? "SQLite" : "PostgreSQL", away, queue.Waiting,
            self.TotalProcessorTime.TotalSeconds, self.WorkingSet64, disk.AvailableFreeSpace, disk.TotalSize, recordings,
            counts.ToImmutableSortedDictionary(c => c.Key.ToString().ToLowerInvariant(), c => c.Value, StringComparer.Ordinal),
            [.. RuleBook.Rules.Select(r => new RuleView(r.Id, r.Title))], announcer.Listeners, new(list.Entries, list.ReadAt, list.Trouble, asker.Sites is null ? house.Exemptions.Exempt : null)));
    }
}
