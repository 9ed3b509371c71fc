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

    /// <summary>Lines of a quarter of a million packs, which take a terabyte; what is larger is something else.</summary>
    private const int LargestFile = 64 << 20;
    private readonly string path;

    /// <summary>Cases that have a line.</summary>
    private readonly HashSet<string> recorded;

    private ChainFile(string path, ImmutableArray<ChainLink> links) =>
        (this.path, Last, recorded) = (path, links.LastOrDefault(), links.Select(l => l.CaseId).ToHashSet(StringComparer.Ordinal));

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
            if (!File.Exists(path)) return new ChainFile(path, []);
            if (Read(path, out var fault) is { } links) return new ChainFile(path, links);
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
    /// for the same place and the folder is altered for good. Takes only what this key signed and what has its own name; anything else that lies here is for verify to name.
    /// </summary>
    public Failure? CatchUp(DeviceKey key)
    {
        List<ChainLink> left = [];
        try
        {
            var own = new VerifyOptions(new TrustedKey(key.Id));
            foreach (var pack in Directory.GetFiles(Path.GetDirectoryName(path)!, "*.zip"))
            {
                var id = Path.GetFileNameWithoutExtension(pack);
                if (!recorded.Contains(id) && PackVerifier.Verify(pack, own) is { State: PackState.Sound, Manifest: { } manifest, ManifestSha256: { } hash } && manifest.CaseId == id)
                    left.Add(new ChainLink(manifest.Sequence, id, hash, manifest.PreviousManifestSha256));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure(FailureKind.CannotWrite, $"cannot see what {path} lacks: {e.Message}");
        }
        foreach (var link in left.OrderBy(l => l.Sequence))
            if (Continues(link) && Append(link) is { } failure) return failure;
        return null;
    }

    /// <summary>Null when it is no chain; then <paramref name="fault"/> says why.</summary>
    public static ImmutableArray<ChainLink>? Read(string path, out string? fault)
    {
        using var file = File.OpenRead(path);
        using var bytes = new MemoryStream();
        // read and not asked: a link to a device has no length
        if (Digest.Of(file, LargestFile + 1, bytes).Length > LargestFile)
        {
            fault = "larger than 64 MiB: no chain of packs";
            return null;
        }
        var links = ImmutableArray.CreateBuilder<ChainLink>();
        for (ReadOnlyMemory<byte> rest = bytes.ToArray(); rest.Length > 0;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = rest[..(end + 1)];
            var link = end < 0 ? null
                : Json.Read(line, at => new ChainLink(at.Long("sequence"), at.Text("case"), at.Text("manifest_sha256"), at.TextOrNull("previous_manifest_sha256")));
            if (link is null || !Line(link).AsSpan().SequenceEqual(line.Span))
            {
                fault = $"line {links.Count + 1} is no link of a chain";
                return null;
            }
            links.Add(link);
            rest = rest[(end + 1)..];
        }
        fault = null;
        return links.ToImmutable();
    }

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
