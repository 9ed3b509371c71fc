using System.Collections.Immutable;
using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>
/// The order in which a device wrote its packs: <c>chain.jsonl</c> beside them, one line per pack, only ever appended to.
/// It repeats what the signed manifests say, so it can be checked against them and made anew from them.
/// </summary>
public sealed class ChainFile
{
    public const string Name = "chain.jsonl";

    /// <summary>What another hands over: lines of two million packs. The own file may be larger: a device that is refused its own makes no evidence any more.</summary>
    private const long LargestFile = 512L << 20, LargestOwn = 1L << 30;

    /// <summary>A case's id has a hundred signs and two hashes 128; only lines that are none are longer.</summary>
    private const int LongestLine = 64 << 10;
    private readonly string path;

    /// <summary>Cases that have a line.</summary>
    private readonly HashSet<string> recorded;

    private ChainFile(string path, ChainLink? last, HashSet<string> recorded) => (this.path, Last, this.recorded) = (path, last, recorded);

    /// <summary>To be given to <see cref="PackWriter.Write"/> as <c>previous</c>; null before the first pack.</summary>
    public ChainLink? Last { get; private set; }

    /// <summary>Opens a folder's chain, or begins one. A half line left by a killed process is refused with what to do.</summary>
    public static ChainFile? Open(string folder, out Failure? failure)
    {
        var path = Path.Combine(folder, Name);
        failure = null;
        try
        {
            Directory.CreateDirectory(folder);
            ChainLink? last = null;
            var recorded = new HashSet<string>(StringComparer.Ordinal);
            var fault = File.Exists(path) ? Each(path, LargestOwn, link => recorded.Add((last = link).CaseId)) : null;
            if (fault is null) return new ChainFile(path, last, recorded);
            failure = new Failure(FailureKind.Unreadable, $"{path}: {fault}; write into another folder and keep this one as it is");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new Failure(FailureKind.CannotWrite, $"{path} can be neither read nor made: {e.Message}");
        }
        return null;
    }

    /// <summary>Makes the file before the first pack is written, so that a folder with packs always has one, also when the program is killed.</summary>
    public Failure? Begin()
    {
        try
        {
            if (File.Exists(path)) return null;
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read)) file.Flush(flushToDisk: true);
            Durable.FlushFolder(Path.GetDirectoryName(path)!);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure(FailureKind.CannotWrite, $"cannot make {path}: {e.Message}");
        }
    }

    /// <summary>Adds a written pack's link and flushes it to the disk. A link that does not continue <see cref="Last"/> is a bug and throws.</summary>
    public Failure? Append(ChainLink link)
    {
        if (!Continues(link))
            throw new ArgumentException("the link does not continue the chain", nameof(link));
        try
        {
            using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
            {
                var before = file.Position;
                try
                {
                    file.Write(Line(link));
                    file.Flush(flushToDisk: true);
                }
                catch (IOException)
                {
                    file.SetLength(before); // a full disk must not leave half a line
                    throw;
                }
            }
            if (Last is null) Durable.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure(FailureKind.CannotWrite, $"cannot add to {path}: {e.Message}");
        }
        Last = link;
        recorded.Add(link.CaseId);
        return null;
    }

    /// <summary>
    /// Adds the line of a pack that lies here without one: the disk was full, or the program killed, between the two. To be done before a pack is written, or that one is signed
    /// for the same place and the folder is altered for good. Takes only what has its own name and what this key signed, or the last pack's, as when the device was given a new one in between; anything
    /// else that lies here is for verify to name. Only a first pack has none before it whose key could vouch for it: one of another key is refused, for it may be the device's own.
    /// </summary>
    public Failure? CatchUp(DeviceKey key)
    {
        List<ChainLink> left = [];
        string? unvouched = null;
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            foreach (var pack in Directory.GetFiles(folder, "*.zip"))
            {
                var id = Path.GetFileNameWithoutExtension(pack);
                if (recorded.Contains(id) || PackVerifier.Verify(pack, new()) is not { State: PackState.Sound, Manifest: { } manifest, ManifestSha256: { } hash } sound || manifest.CaseId != id) continue;
                var link = new ChainLink(manifest.Sequence, id, hash, manifest.PreviousManifestSha256);
                if (sound.KeyId == key.Id || (Last is { } last && sound.KeyId == PackVerifier.Verify(Path.Combine(folder, last.CaseId + ".zip"), new()).KeyId)) left.Add(link);
                else if (Last is null && Continues(link)) unvouched = pack;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure(FailureKind.CannotWrite, $"cannot see what {path} lacks: {e.Message}");
        }
        foreach (var link in left.OrderBy(l => l.Sequence))
            if (Continues(link) && Append(link) is { } failure) return failure;
        return Last is null && unvouched is not null
            ? new Failure(FailureKind.Invalid, $"{unvouched} is signed by another key and has no line in {Name}: start once with that key, which adds the line, or move the pack away") : null;
    }

    /// <summary>Null when it is no chain; then <paramref name="fault"/> says why.</summary>
    public static ImmutableArray<ChainLink>? Read(string path, out string? fault)
    {
        var links = ImmutableArray.CreateBuilder<ChainLink>();
        fault = Each(path, LargestFile, links.Add);
        return fault is null ? links.ToImmutable() : null;
    }

    /// <summary>A case's link, the first where it has several, without holding the others; null where it has none, or <paramref name="fault"/> says why it is no chain.</summary>
    public static ChainLink? Find(string path, string caseId, out string? fault)
    {
        ChainLink? found = null;
        fault = Each(path, LargestFile, link => found ??= link.CaseId == caseId ? link : null);
        return fault is null ? found : null;
    }

    /// <summary>Reads line by line.</summary>
    /// <param name="most">Bytes; what is larger is something else.</param>
    /// <returns>Why it is no chain; links before the fault have been taken.</returns>
    private static string? Each(string path, long most, Action<ChainLink> take)
    {
        if (!PlainFile.Is(path)) return PlainFile.Fault;
        using var file = File.OpenRead(path);
        var buffer = new byte[LongestLine];
        // counted as well as asked: a link to a device has no length
        var all = 0L;
        if (file.CanSeek && file.Length > most) return TooLarge(most);
        for (int held = 0, line = 1; ;)
        {
            var read = file.Read(buffer, held, buffer.Length - held);
            if (read == 0) return held == 0 ? null : NoLink(line);
            if ((all += read) > most) return TooLarge(most);
            held += read;
            var at = 0;
            for (int end; (end = buffer.AsSpan(at, held - at).IndexOf((byte)'\n')) >= 0; at += end + 1, line++)
            {
                if (Link(buffer.AsMemory(at, end + 1)) is not { } link) return NoLink(line);
                take(link);
            }
            if (held - at == buffer.Length) return NoLink(line);
            buffer.AsSpan(at, held - at).CopyTo(buffer);
            held -= at;
        }
    }

    private static string TooLarge(long most) => $"larger than {most >> 20} MiB: no chain of packs";

    private static string NoLink(int line) => $"line {line} is no link of a chain";

    private static ChainLink? Link(ReadOnlyMemory<byte> line) =>
        Json.Read(line, at => new ChainLink(at.Long("sequence"), at.Text("case"), at.Text("manifest_sha256"), at.TextOrNull("previous_manifest_sha256"))) is { } link
        && Line(link).AsSpan().SequenceEqual(line.Span) ? link : null;

    private bool Continues(ChainLink link) => link.Sequence == (Last?.Sequence ?? 0) + 1 && link.Previous == Last?.ManifestSha256;

    private static byte[] Line(ChainLink link) => Json.Write(indented: false, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", link.Sequence);
        json.WriteString("case", link.CaseId);
        json.WriteString("manifest_sha256", link.ManifestSha256);
        json.WriteString("previous_manifest_sha256", link.Previous);
        json.WriteEndObject();
    });
}
