using System.Text.RegularExpressions;
using Qyran.Domain.Failures;
using Qyran.Media;

namespace Qyran.Line.Outputs;

/// <summary>The folder one analysis writes into. Only what an analysis makes is ever replaced; anything else there is left alone.</summary>
public sealed partial class OutputFolder
{
    private static readonly string[] Made = ["passages.jsonl", "cases.jsonl", "tracks.txt", "summary.json", "report.html", "annotated.mp4"];
    private static readonly string[] Unfinished = ["", WholeFile.NextEnding, ".part"];

    private OutputFolder(string path) => Root = path;

    public string Root { get; }
    public string Evidence => Path.Combine(Root, "evidence");

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>Makes the folder, or clears an earlier analysis (finished or killed) out of it; a failure says why it can't be written.</summary>
    /// <param name="inputs">Files the run reads: none of them is ever written over.</param>
    public static (OutputFolder? Folder, Failure? Failure) Open(string path, params ReadOnlySpan<string?> inputs)
    {
        try
        {
            var folder = new OutputFolder(Path.GetFullPath(path));
            var earlier = folder.Earlier().Select(RealPath.Of).OfType<string>().ToHashSet(StringComparer.Ordinal);
            foreach (var input in inputs)
                if (input is not null && RealPath.Of(input) is { } real && earlier.Contains(real))
                    return (null, new Failure(FailureKind.Invalid, $"'{input}' would be written over by the results; give another folder with --out"));
            Directory.CreateDirectory(folder.Root);
            // learn now, not after an hour's work, that the disk refuses
            var probe = folder.File(".qyran-can-write");
            System.IO.File.WriteAllBytes(probe, new byte[4096]);
            System.IO.File.Delete(probe);
            foreach (var file in folder.Earlier()) System.IO.File.Delete(file);
            Directory.CreateDirectory(folder.Evidence);
            if (Directory.Exists(folder.Scratch)) Directory.Delete(folder.Scratch, recursive: true);
            return (folder, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return (null, new Failure(FailureKind.CannotWrite, $"can't write results into '{path}': {e.Message} Give another folder with --out."));
        }
    }

    /// <summary>What an analysis leaves, whether or not it is there; of the packs those by the names this program gives them, their chain, and what a killed process left.</summary>
    private IEnumerable<string> Earlier() => Made.SelectMany(name => Unfinished.Select(ending => File(name + ending)))
        .Concat(Directory.Exists(Evidence) ? Directory.EnumerateFiles(Evidence).Where(f => Pack().IsMatch(Path.GetFileName(f))) : []);

    /// <summary>Where clips are cut before they go into a pack.</summary>
    private string Scratch => Path.Combine(Evidence, Cases.EvidencePacker.ScratchName);

    [GeneratedRegex(@"\A(p[0-9]{6,}-[a-z0-9-]+\.zip(\.partial)?|chain\.jsonl)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pack();
}
