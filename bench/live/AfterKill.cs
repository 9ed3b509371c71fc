using System.Collections.Immutable;
using Qyran.Evidence;
using Qyran.Storage;
using Qyran.Storage.Files;
using Qyran.Storage.Rows;

namespace Qyran.LiveBench;

/// <summary>Looks from outside at what a killed server left, when the next one has recovered it and answers.</summary>
internal sealed class AfterKill(string data)
{
    private const long HoleUs = 300_000;
    private readonly HashSet<string> verified = new(StringComparer.Ordinal);

    /// <summary>For each camera, the end of what is on the disk of the time before <paramref name="killedUs"/>.</summary>
    public async Task<Dictionary<string, long>> RecordedUntil(IEnumerable<string> cameras, long killedUs)
    {
        await using var store = await Open();
        var until = new Dictionary<string, long>();
        foreach (var camera in cameras)
            until[camera] = (await store.Recordings.Covering(camera, killedUs - 120_000_000, killedUs)).Select(r => r.EndUs).DefaultIfEmpty(0).Max();
        return until;
    }

    /// <summary>What must not be: told and lost, a file without a row, a row without its file, a pack that is not sound.</summary>
    /// <param name="since">When the server that answers now was started: what is younger is its own work in progress.</param>
    public async Task<List<string>> Faults(IEnumerable<string> passages, IEnumerable<string> cases, DateTimeOffset since)
    {
        await using var store = await Open();
        var faults = await Lost(store, passages, cases);
        var folder = DataFolder.AsItIs(data);
        // a minute ahead, so that young files are blamed too
        var report = await FolderCheck.Run(store, folder, CheckLevel.Size, new Ahead());
        foreach (var finding in report.Findings)
        {
            var file = new FileInfo(Path.Combine(folder.Root, finding.Path));
            if (finding.Kind is CheckFindingKind.NoRow or CheckFindingKind.HalfWritten && (!file.Exists || file.LastWriteTimeUtc >= since.UtcDateTime)) continue;
            faults.Add($"{finding.Path}: {finding.What}");
        }
        foreach (var pack in Directory.EnumerateFiles(Path.Combine(data, DataFolder.Evidence), "*.zip", SearchOption.AllDirectories))
        {
            if (!verified.Add(pack) || PackVerifier.Verify(pack, new VerifyOptions()) is { State: PackState.Sound }) continue;
            verified.Remove(pack);
            faults.Add($"{Path.GetFileName(pack)} is no sound pack");
        }
        return faults;
    }

    /// <summary>What was told and is not in the store.</summary>
    public static async Task<List<string>> Lost(Store store, IEnumerable<string> passages, IEnumerable<string> cases)
    {
        var lost = new List<string>();
        foreach (var id in passages)
            if (await store.Passages.Find(id) is null) lost.Add($"passage {id} was told and is lost");
        foreach (var id in cases)
            if (await store.Cases.Find(id) is null) lost.Add($"case {id} was told and is lost");
        return lost;
    }

    /// <summary>Why a case's instant can't be looked at for ever: no protected video holds it. Null where one does.</summary>
    public static async Task<string?> Unshown(Store store, CaseRow filed) =>
        (await store.Recordings.Covering(filed.CameraId, filed.AtUs, filed.AtUs + 1)).Any(r => r.Protected) ? null : $"case {filed.Id}: no protected video holds its instant";

    /// <summary>Cases of these without a pack so far.</summary>
    public async Task<ImmutableArray<string>> Unpacked(IEnumerable<string> cases)
    {
        await using var store = await Open();
        var without = ImmutableArray.CreateBuilder<string>();
        foreach (var id in cases)
            if (await store.Cases.Find(id) is not { Evidence: not null }) without.Add(id);
        return without.DrainToImmutable();
    }

    /// <summary>Everything, when the server has stopped: every byte, every chain, every hole in the video.</summary>
    public async Task<List<string>> InTheEnd(IEnumerable<string> cameras)
    {
        await using var store = await Open();
        var faults = (await FolderCheck.Run(store, DataFolder.AsItIs(data), CheckLevel.Hash, new Ahead())).Findings.Select(f => $"{f.Path}: {f.What}").ToList();
        foreach (var camera in cameras)
        {
            var rows = await store.Recordings.Covering(camera, 0, long.MaxValue);
            var gaps = await store.Recordings.Gaps(camera, 0, long.MaxValue);
            foreach (var (before, next) in rows.Zip(rows.Skip(1)))
                if (next.StartUs - before.EndUs > HoleUs && !Told(gaps, before.EndUs, next.StartUs)) faults.Add($"{camera}: a hole of {(next.StartUs - before.EndUs) / 1e6:0.0} s is told by no gap");
            var folder = Path.Combine(data, DataFolder.Evidence, camera);
            if (Directory.Exists(folder) && PackVerifier.VerifyChain(folder) is { State: not PackState.Sound } chain) faults.AddRange(chain.Findings.Select(f => $"{camera}: {f}"));
        }
        return faults;
    }

    private static bool Told(ImmutableArray<GapRow> gaps, long from, long until) => gaps.Any(g => g.FromUs <= from + HoleUs && g.UntilUs >= until - HoleUs);

    private async Task<Store> Open() => (await Store.OpenSqlite(Path.Combine(data, "qyran.db"), TimeProvider.System)).Item1 ?? throw new InvalidOperationException("the database cannot be opened");

    private sealed class Ahead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddMinutes(2);
    }
}
