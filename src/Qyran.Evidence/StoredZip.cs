using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Qyran.Evidence;

/// <summary>Reads an archive front to back and accepts only <see cref="ZipLayout"/>, byte for byte, with nothing before, between or after.</summary>
/// <param name="Entries">What was read soundly, in order; on a fault, those before it.</param>
/// <param name="Fault">Null when every byte of the archive is accounted for; else where and what.</param>
internal sealed record StoredZip(ImmutableArray<StoredEntry> Entries, Finding? Fault)
{
    public StoredEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);

    /// <summary>Reads and hashes all of it, once. Memory does not depend on the archive's size.</summary>
    public static StoredZip Read(Stream archive, CancellationToken stop = default)
    {
        var entries = ImmutableArray.CreateBuilder<StoredEntry>();
        var central = new MemoryStream();
        StoredZip Stop(string file, FindingKind kind, string text) => new(entries.ToImmutable(), new Finding(file, kind, text));
        archive.Position = 0;
        Span<byte> head = stackalloc byte[ZipLayout.LocalLength];
        while (true)
        {
            var at = archive.Position;
            var got = archive.ReadAtLeast(head, ZipLayout.LocalLength, throwOnEndOfStream: false);
            var mark = got >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(head) : 0;
            if (mark != ZipLayout.LocalMark)
            {
                archive.Position = at;
                break;
            }
            if (got < ZipLayout.LocalLength || entries.Count >= ZipLayout.MostEntries)
                return Stop(Finding.Archive, FindingKind.Damaged, $"breaks off at byte {at}");
            var stated = BinaryPrimitives.ReadUInt32LittleEndian(head[22..]);
            var nameBytes = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head[26..])];
            if (archive.ReadAtLeast(nameBytes, nameBytes.Length, throwOnEndOfStream: false) < nameBytes.Length)
                return Stop(Finding.Archive, FindingKind.Damaged, $"breaks off at byte {at}");
            var name = Encoding.ASCII.GetString(nameBytes);
            if (!PackName.IsSafe(name)) return Stop(Finding.Printable(name), FindingKind.UnsafeName, "a name no pack has; it could leave the folder it is unpacked into");
            var offset = archive.Position;
            var digest = Qyran.Evidence.Digest.Of(archive, stated, stop: stop);
            if (digest.Length < stated) return Stop(name, FindingKind.Damaged, $"the archive ends inside it: {digest.Length} of {stated} bytes");
            Span<byte> full = [.. head, .. nameBytes];
            if (!full.SequenceEqual(ZipLayout.Local(name, digest)))
                return Stop(name, FindingKind.Damaged, $"its header at byte {at} does not fit its contents");
            if (entries.Any(e => e.Name == name)) return Stop(name, FindingKind.Duplicate, "stands in the archive twice");
            entries.Add(new StoredEntry(name, offset, digest));
            central.Write(ZipLayout.Central(name, digest, at));
        }
        var centralAt = archive.Position;
        var length = central.Length;
        central.Write(ZipLayout.End(entries.Count, length, centralAt));
        var expected = central.ToArray();
        var found = new byte[expected.Length];
        var read = archive.ReadAtLeast(found, found.Length, throwOnEndOfStream: false);
        if (read < found.Length || !found.AsSpan().SequenceEqual(expected))
            return Stop(Finding.Archive, FindingKind.Damaged, $"its directory at byte {centralAt} does not fit the files before it");
        if (archive.Position != archive.Length)
            return Stop(Finding.Archive, FindingKind.Foreign, $"{archive.Length - archive.Position} bytes follow its end");
        return new StoredZip(entries.ToImmutable(), null);
    }
}
