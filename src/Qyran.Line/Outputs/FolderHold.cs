using Qyran.Domain.Failures;

namespace Qyran.Line.Outputs;

/// <summary>Keeps other analyses out of a results folder while one writes there: each would delete the other's packs and rows. Killed, a process holds nothing any more.</summary>
internal sealed class FolderHold : IDisposable
{
    private const int Held = 11; // EAGAIN of flock
    private readonly FileStream file;

    private FolderHold(FileStream file) => this.file = file;

    /// <summary>Takes the folder, which is made where it is not there.</summary>
    /// <param name="failure">Another analysis has it. Null where it is ours, and where it cannot be written at all: who opens it says why.</param>
    public static FolderHold? Take(string folder, out Failure? failure)
    {
        failure = null;
        try
        {
            Directory.CreateDirectory(folder);
            return new(new FileStream(Path.Combine(folder, ".qyran-running"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (IOException e) when (e.HResult == Held)
        {
            failure = new(FailureKind.CannotWrite, $"another analysis writes into '{folder}'; wait for it or give another folder with --out");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // told by OutputFolder, which meets the same
        }
        return null;
    }

    public void Dispose() => file.Dispose();
}
