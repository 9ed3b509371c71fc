using System.Text.RegularExpressions;
using Qyran.Domain.Failures;

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
            foreach (var input in inputs)
                if (input is not null && folder.WouldReplace(Path.GetFullPath(input)))
                    return (null, new Failure(FailureKind.Invalid, $"'{input}' would be written over by the results; give another folder with --out"));
            Directory.CreateDirectory(folder.Root);
            // learn now, not after an hour's work, that the disk refuses
            var probe = folder.File(".qyran-can-write");
            System.IO.File.WriteAllBytes(probe, new byte[4096]);
            System.IO.File.Delete(probe);
            foreach (var name in Made)
                foreach (var ending in Unfinished) System.IO.File.Delete(folder.File(name + ending));
            folder.ClearEvidence();
            return (folder, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return (null, new Failure(FailureKind.CannotWrite, $"can't write results into '{path}': {e.Message} Give another folder with --out."));
        }
    }

    /// <summary>Packs by the names this program gives them, their chain, and what a killed process left; no other file.</summary>
    private void ClearEvidence()
    {
        Directory.CreateDirectory(Evidence);
        foreach (var file in Directory.EnumerateFiles(Evidence))
            if (Pack().IsMatch(Path.GetFileName(file))) System.IO.File.Delete(file);
        if (Directory.Exists(Scratch)) Directory.Delete(Scratch, recursive: true);
    }

    /// <summary>Where clips are cut before they go into a pack.</summary>
    private string Scratch => Path.Combine(Evidence, Cases.EvidencePacker.ScratchName);

    private bool WouldReplace(string input) =>
        Made.Any(name => Unfinished.Any(ending => File(name + ending) == input))
        || (Path.GetDirectoryName(input) == Evidence && Pack().IsMatch(Path.GetFileName(input)));

    [GeneratedRegex(@"\A(p[0-9]{6,}-[a-z0-9-]+\.zip(\.partial)?|chain\.jsonl)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pack();
}
