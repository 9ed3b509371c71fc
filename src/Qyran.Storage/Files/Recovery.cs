using System.Collections.Immutable;
using Qyran.Storage.Rows;

namespace Qyran.Storage.Files;

/// <summary>At the start, before anything is written: makes files and rows agree again after a power cut or a kill. Running it twice changes nothing.</summary>
public static class Recovery
{
    /// <summary>A case's clip lies within five minutes of its offence; a minute more for what is recorded before and after it. A file too many that is kept does no harm.</summary>
    internal const long CaseUs = 360_000_000;

    /// <param name="saved">Told the full path of a recording without a row; says what of it can be saved, null for nothing.</param>
    public static async Task<RecoveryReport> Run(Store store, DataFolder folder, Func<string, SavedSpan?> saved, TimeProvider clock, CancellationToken stop = default)
    {
        var swept = await Keep.Sweep(store, folder, stop);
        var rows = (await store.Evidence.All(stop)).Select(r => r.Path).Concat((await store.Recordings.All(stop)).Select(r => r.Path)).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string>.Builder dropped = ImmutableArray.CreateBuilder<string>(), adopted = ImmutableArray.CreateBuilder<string>(), aside = ImmutableArray.CreateBuilder<string>(),
            unread = ImmutableArray.CreateBuilder<string>();
        var files = folder.Files().OrderBy(f => f.FullName, StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            var path = folder.Relative(file);
            if (rows.Remove(path)) continue;
            var partial = path.EndsWith(DataFolder.Partial, StringComparison.Ordinal);
            if (file.LinkTarget is not null) Aside(path);
            else if (path.StartsWith(DataFolder.Recordings + "/", StringComparison.Ordinal)) await Recording(path, partial);
            else if (partial)
            {
                folder.Delete([path]);
                dropped.Add(path);
            }
            else
            {
                // named, so whole: only its row was not reached
                await Keep.Evidence(store, folder, path, await store.Cases.WithEvidence(path, stop), clock, stop);
                adopted.Add(path);
            }
        }
        return new RecoveryReport(swept, dropped.DrainToImmutable(), adopted.DrainToImmutable(), aside.DrainToImmutable(), [.. rows.Order(StringComparer.Ordinal)], unread.DrainToImmutable());

        async Task Recording(string path, bool partial)
        {
            var whole = partial ? path[..^DataFolder.Partial.Length] : path;
            if (!TrySave(path, whole, partial, out var span, out var file))
            {
                unread.Add(path);
                return;
            }
            if (span is null || file is null) return; // put aside
            // who was killed could not protect it yet
            var needed = await store.Cases.Any(span.CameraId, span.StartUs - CaseUs, span.EndUs + CaseUs, stop);
            await store.Recordings.Add(new RecordingRow(whole, span.CameraId, span.StartUs, span.EndUs, file.LengthBytes, file.Sha256, needed), stop);
            adopted.Add(whole);
        }

        // one file on a bad spot of the disk, or of another user, must not keep the cameras from running
        bool TrySave(string path, string whole, bool partial, out SavedSpan? span, out StoredFile? file)
        {
            (span, file) = (null, null);
            try
            {
                var full = folder.Full(path);
                if (saved(full) is not { LengthBytes: > 0 } good || (partial && File.Exists(folder.Full(whole))))
                {
                    Aside(path);
                    return true;
                }
                using (var cut = new FileStream(full, FileMode.Open, FileAccess.Write))
                    if (good.LengthBytes < cut.Length) cut.SetLength(good.LengthBytes);
                (span, file) = (good, folder.Settle(whole, partial ? path : null));
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException)
            {
                return false;
            }
        }

        void Aside(string path)
        {
            var name = path.Replace('/', '-');
            var to = folder.Full($"{DataFolder.Found}/{name}");
            for (var n = 2; File.Exists(to); n++) to = folder.Full($"{DataFolder.Found}/{n}-{name}");
            DataFolder.Name(folder.Full(path), to);
            aside.Add(path);
        }
    }
}
