using System.Collections.Immutable;
using System.Text;
using Qyran.Domain.Failures;

namespace Qyran.Evidence;

/// <summary>
/// The order in which a device wrote its packs: <c>chain.jsonl</c> beside them, one line per pack, only ever appended to.
/// It repeats what the signed manifests say, so it can be checked against them and made anew from them.
/// </summary>
public sealed class ChainFile
{
    public const string Name = "chain.jsonl";
    private readonly string path;

    private ChainFile(string path, ChainLink? last) => (this.path, Last) = (path, last);

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
            if (!File.Exists(path)) return new ChainFile(path, null);
            if (Read(path, out var line) is { } links) return new ChainFile(path, links.LastOrDefault());
            failure = new Failure(FailureKind.Unreadable, $"{path} line {line} is no link of a chain; write into another folder and keep this one as it is");
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
        if (link.Sequence != (Last?.Sequence ?? 0) + 1 || link.Previous != Last?.ManifestSha256)
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
        return null;
    }

    /// <summary>Null when a line is no link; then <paramref name="badLine"/> is its number, from 1.</summary>
    public static ImmutableArray<ChainLink>? Read(string path, out int badLine)
    {
        var links = ImmutableArray.CreateBuilder<ChainLink>();
        badLine = 0;
        var text = File.ReadAllText(path);
        foreach (var line in text.Split('\n', StringSplitOptions.None)[..^1])
        {
            badLine++;
            var bytes = Encoding.UTF8.GetBytes(line + "\n");
            var link = Json.Read(bytes, at => new ChainLink(at.Long("sequence"), at.Text("case"), at.Text("manifest_sha256"), at.TextOrNull("previous_manifest_sha256")));
            if (link is null || !Line(link).AsSpan().SequenceEqual(bytes)) return null;
            links.Add(link);
        }
        badLine++;
        return text.Length == 0 || text.EndsWith('\n') ? links.ToImmutable() : null;
    }

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
