using System.Buffers.Binary;
using System.IO.Compression;

namespace Qyran.Evidence;

/// <summary>
/// The files of an archive, as far as they can be made out. A sound pack is read by <see cref="StoredZip"/> alone; where that
/// finds a fault, the ordinary ZIP reader helps to name the files concerned, so a repacked or damaged pack is still told file by file.
/// Valid while the archive's stream is.
/// </summary>
internal sealed class PackEntries
{
    // a manifest names at most 1000 files in some 300 bytes each
    private const int LargestJson = 1 << 20;

    /// <summary>Of an archive that another program packed no more than this is unpacked in all: video and pictures hardly shrink, records to a tenth.</summary>
    private const int MostGrowth = 50;
    private const long LeastUnpacked = 16 << 20;

    /// <summary>A directory's record of a file with what other programs add to it, bytes.</summary>
    private const int LongestRecord = 512;
    private readonly Stream archive;
    private readonly Dictionary<string, StoredEntry> stored;
    private readonly Dictionary<string, ZipArchiveEntry> loose;
    private readonly CancellationToken stop;

    /// <summary>What may still be unpacked, bytes: a thousand entries may share one small stretch that swells to gigabytes.</summary>
    private long left;

    private PackEntries(Stream archive, Dictionary<string, StoredEntry> stored, Dictionary<string, ZipArchiveEntry> loose, CancellationToken stop) =>
        (this.archive, this.stored, this.loose, this.stop, left) = (archive, stored, loose, stop, Math.Min(ZipLayout.LargestPack, Math.Max(LeastUnpacked, archive.Length * MostGrowth)));

    public IEnumerable<string> Names => stored.Keys.Union(loose.Keys);
    public bool Has(string name) => stored.ContainsKey(name) || loose.ContainsKey(name);
    public bool IsStored(string name) => stored.ContainsKey(name);

    /// <summary>Null when this is no pack. Adds what is wrong with the archive's structure to the findings.</summary>
    public static PackEntries? Of(Stream archive, StoredZip zip, List<Finding> findings, CancellationToken stop)
    {
        var stored = zip.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        var loose = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var found = new PackEntries(archive, stored, loose, stop);
        if (zip.Fault is null) return found.LooksLikeAPack ? found : null;

        var structure = new List<Finding>();
        var opened = AddLoose(archive, stored, loose, structure);
        if (!found.LooksLikeAPack) return null;
        findings.AddRange(structure);
        if (!opened) findings.Add(zip.Fault);
        // the directory can be read, yet the layout is not ours
        else if (zip.Fault.Kind is FindingKind.Damaged)
            findings.Add(new Finding(zip.Fault.File, loose.Count > 0 && zip.Entries.IsEmpty ? FindingKind.Repacked : FindingKind.Damaged,
                loose.Count > 0 && zip.Entries.IsEmpty ? "was written by another program, or bytes were put before it" : zip.Fault.Text));
        return found;
    }

    /// <summary>How many foreign bytes (less than 1 MiB) stand before what begins like a pack; null when nothing there does.</summary>
    public static long? BytesBefore(Stream archive)
    {
        archive.Position = 0;
        var head = new byte[Math.Min(LargestJson, archive.Length)];
        archive.ReadExactly(head);
        for (var at = 1; at + ZipLayout.LocalLength + PackName.Manifest.Length <= head.Length; at++)
        {
            if (head.AsSpan(at).StartsWith("PK\u0003\u0004"u8) && head.AsSpan(at + ZipLayout.LocalLength).StartsWith("manifest.json"u8)) return at;
        }
        return null;
    }

    /// <summary>The whole of a small file; null when it is missing, unreadable or too large to be what it should be.</summary>
    public byte[]? Read(string name)
    {
        using var bytes = new MemoryStream();
        return Has(name) && Open(name, LargestJson, bytes) is { Length: <= LargestJson } ? bytes.ToArray() : null;
    }

    /// <summary>Reads no more than one byte beyond <paramref name="length"/>, however long the archive says it is. Null when it cannot be read.</summary>
    public Digest? DigestOf(string name, long length) => stored.TryGetValue(name, out var entry) ? entry.Digest : Open(name, length, null);

    private bool LooksLikeAPack =>
        Has(PackName.Manifest) && (Has(PackName.Signature) || Has(PackName.Track) || Read(PackName.Manifest) is { } m && Says(m))
        || (Has(PackName.Signature) && Has(PackName.Track));

    private static bool Says(byte[] manifest) => manifest.AsSpan().IndexOf("\"qyran-pack-"u8) >= 0;

    private Digest? Open(string name, long limit, Stream? copyTo)
    {
        try
        {
            if (stored.TryGetValue(name, out var entry))
            {
                archive.Position = entry.Offset;
                return Digest.Of(archive, Math.Min(entry.Digest.Length, limit + 1), copyTo, stop);
            }
            using var content = loose[name].Open();
            var most = Math.Min(limit == long.MaxValue ? limit : limit + 1, left);
            var read = Digest.Of(content, most, copyTo, stop);
            left -= read.Length;
            // where all was used up nobody knows whether it ends there
            return read.Length == most && most <= limit ? null : read;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static bool AddLoose(Stream archive, Dictionary<string, StoredEntry> stored, Dictionary<string, ZipArchiveEntry> loose, List<Finding> findings)
    {
        try
        {
            if (!HasSmallDirectory(archive)) return false;
            archive.Position = 0;
            var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                var name = entry.FullName;
                if (!PackName.IsSafe(name)) findings.Add(new Finding(Finding.Printable(name), FindingKind.UnsafeName, "a name no pack has; it could leave the folder it is unpacked into"));
                else if (!seen.Add(name)) findings.Add(new Finding(name, FindingKind.Duplicate, "stands in the archive twice"));
                else if (!stored.ContainsKey(name)) loose.Add(name, entry);
            }
            foreach (var name in stored.Keys.Where(n => !seen.Contains(n)).ToArray()) stored.Remove(name);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return false; // no directory: what stands before the break is all there is
        }
    }

    /// <summary>
    /// Whether its directory is of a size that a pack's could have, and stands where its end says. The ordinary reader takes in every record it meets, whatever the end counts: millions
    /// of names in a file that was made for it.
    /// </summary>
    private static bool HasSmallDirectory(Stream archive)
    {
        var tail = new byte[Math.Min(archive.Length, ZipLayout.EndLength + ushort.MaxValue)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        var at = tail.AsSpan(0, Math.Max(0, tail.Length - ZipLayout.EndLength + 4)).LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0) return false;
        var end = tail.AsSpan(at);
        var (entries, length, offset) = (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        // the mark of a ZIP64, in any of these fields, would lead to another directory
        return BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) == 0 && entries <= ZipLayout.MostEntries && length <= ZipLayout.MostEntries * LongestRecord
            && offset < uint.MaxValue && (long)offset + length == archive.Length - tail.Length + at;
    }
}
