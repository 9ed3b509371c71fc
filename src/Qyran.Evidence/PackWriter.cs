using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>
/// Writes packs so that a pack either is there, whole and signed, or is not there: into <c>id.zip.partial</c>, created exclusively,
/// flushed, then renamed, then the folder is flushed. The same contents, key and place in the chain give the same bytes, but for
/// the signature's own random part.
/// </summary>
public static class PackWriter
{
    /// <summary>An unfinished pack's ending; nothing reads such a file.</summary>
    public const string PartialEnding = ".partial";

    /// <summary>Writes <c>directory/CaseId.zip</c>. A name in use is refused; the clip is read twice and must not change meanwhile.</summary>
    /// <param name="directory">Made where it is missing.</param>
    /// <param name="previous">The link of the pack this device wrote before; null for its first.</param>
    /// <param name="stamper">Vouches for when it was signed; where it cannot, the pack is written without, and the outcome says why. Null: nobody is asked.</param>
    public static PackOutcome Write(string directory, PackContents contents, DeviceKey key, ChainLink? previous, ITimeStamper? stamper = null)
    {
        if (!PackName.IsCaseId(contents.CaseId)) throw new ArgumentException($"'{contents.CaseId}' cannot name a pack", nameof(contents));
        var final = Path.Combine(directory, contents.CaseId + ".zip");
        List<PackItem> items;
        try
        {
            items = PackItems.Of(contents);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(FailureKind.NotFound, $"the clip of case {contents.CaseId} cannot be read: {e.Message}");
        }
        if (items.Sum(i => i.Digest.Length) > ZipLayout.LargestPack - (1 << 20))
            return Fail(FailureKind.Unsupported, $"case {contents.CaseId} is larger than a pack can be (4 GiB); cut a shorter clip");
        var manifest = ManifestJson.Write(Manifest(contents, items, previous));
        var digest = Digest.Of(manifest);
        var signature = new PackSignature(key.Id, key.PublicKey, key.Sign(manifest)).Write();
        items.Insert(0, PackItem.Of(PackName.Manifest, manifest));
        items.Insert(1, PackItem.Of(PackName.Signature, signature));
        Failure? unstamped = null;
        if (stamper?.Stamp(signature, out unstamped) is { } token) items.Insert(2, PackItem.Of(PackName.TimeStamp, token));
        return Store(directory, final, items) is { } failure
            ? new PackOutcome.Failed(failure)
            : new PackOutcome.Written(final, digest.Sha256,
                new ChainLink((previous?.Sequence ?? 0) + 1, contents.CaseId, digest.Sha256, previous?.ManifestSha256)) { Unstamped = unstamped?.Text };
    }

    private static Manifest Manifest(PackContents of, List<PackItem> items, ChainLink? previous) => new(
        of.CaseId, of.DeviceId, of.CreatedAtUtc.ToUniversalTime(), of.Software,
        (previous?.Sequence ?? 0) + 1, previous?.ManifestSha256, of.DeviceVerification,
        of.Detector, of.Models, of.Settings, [.. items.Select(i => i.Entry)]);

    private static Failure? Store(string directory, string final, List<PackItem> items)
    {
        var partial = final + PartialEnding;
        var mine = false;
        try
        {
            Directory.CreateDirectory(directory);
            if (File.Exists(final)) return new Failure(FailureKind.CannotWrite, $"{final} is there already; a pack is never written over");
            if (File.Exists(partial))
                return new Failure(FailureKind.CannotWrite, $"{partial} is there already: another process writes it, or one that was killed left it; delete it then");
            using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024))
            {
                mine = true;
                if (Stream(file, items) is { } changed)
                {
                    file.Dispose();
                    File.Delete(partial);
                    return changed;
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, final, overwrite: false);
            mine = false;
            Durable.FlushFolder(directory);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (mine) Remove(partial);
            return new Failure(FailureKind.CannotWrite, $"cannot write {final}: {e.Message}");
        }
    }

    private static Failure? Stream(FileStream to, List<PackItem> items)
    {
        using var central = new MemoryStream();
        foreach (var item in items)
        {
            central.Write(ZipLayout.Central(item.Name, item.Digest, to.Position));
            to.Write(ZipLayout.Local(item.Name, item.Digest));
            if (item.FromPath is not { } path)
            {
                to.Write(item.Bytes.Span);
                continue;
            }
            using var from = File.OpenRead(path);
            if (Digest.Of(from, long.MaxValue, to) != item.Digest)
                return new Failure(FailureKind.Invalid, $"{path} changed while it was being packed");
        }
        var at = to.Position;
        to.Write(central.GetBuffer().AsSpan(0, (int)central.Length));
        to.Write(ZipLayout.End(items.Count, central.Length, at));
        return null;
    }

    private static void Remove(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the write's own failure is the one to tell; a partial is never taken for a pack
        }
    }

    private static PackOutcome.Failed Fail(FailureKind kind, string text) => new(new Failure(kind, text));
}
