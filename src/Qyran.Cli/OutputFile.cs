using Qyran.Domain.Failures;

namespace Qyran.Cli;

/// <summary>A file that is written at the end of long work.</summary>
internal static class OutputFile
{
    /// <summary>Learns now, not after the work, that the disk refuses: null where the file can be written. Makes its folder.</summary>
    public static Failure? Refusal(string path)
    {
        try
        {
            if (Directory.Exists(path)) return new(FailureKind.CannotWrite, $"can't write '{path}': it is a folder");
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".qyran-can-write-{Environment.ProcessId}");
            File.WriteAllBytes(probe, new byte[4096]);
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return new(FailureKind.CannotWrite, $"can't write '{path}': {e.Message}");
        }
    }
}
