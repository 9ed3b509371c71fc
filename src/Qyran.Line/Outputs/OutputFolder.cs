using Qyran.Domain.Failures;

namespace Qyran.Line.Outputs;

/// <summary>The folder one analysis writes into. Only files an analysis makes are ever replaced; anything else there is left alone.</summary>
public sealed class OutputFolder
{
    private static readonly string[] Made = ["passages.jsonl", "cases.jsonl", "tracks.txt", "summary.json", "report.html", "annotated.mp4"];

    private OutputFolder(string path) => Root = path;

    public string Root { get; }
    public string Evidence => Path.Combine(Root, "evidence");

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>Makes the folder, or clears an earlier analysis out of it; a failure says why it can't be written.</summary>
    public static (OutputFolder? Folder, Failure? Failure) Open(string path)
    {
        try
        {
            var folder = new OutputFolder(Path.GetFullPath(path));
            Directory.CreateDirectory(folder.Evidence);
            foreach (var name in Made) System.IO.File.Delete(folder.File(name));
            foreach (var pack in Directory.EnumerateFiles(folder.Evidence, "*.zip").Concat(Directory.EnumerateFiles(folder.Evidence, "*.partial"))
                .Concat(Directory.EnumerateFiles(folder.Evidence, "chain.jsonl")))
                System.IO.File.Delete(pack);
            // learn now, not after an hour's work, that the disk refuses
            var probe = folder.File(".qyran-can-write");
            System.IO.File.WriteAllBytes(probe, new byte[4096]);
            System.IO.File.Delete(probe);
            return (folder, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return (null, new Failure(FailureKind.CannotWrite, $"can't write results into '{path}': {e.Message} Give another folder with --out."));
        }
    }
}
