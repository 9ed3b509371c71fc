using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Qyran.Storage.Files;

/// <summary>What .NET does not offer: making a new name in a folder survive a power cut.</summary>
internal static partial class Durable
{
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>fsync on a folder or file. Throws <see cref="IOException"/> when the disk refuses.</summary>
    public static void Flush(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        var handle = Open(path, ReadOnlyCloseOnExec);
        if (handle < 0) throw new IOException($"cannot open {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        var error = Sync(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(handle);
        const int notSupportedHere = 22; // EINVAL: some network file systems have no fsync for folders
        if (error is not 0 and not notSupportedHere) throw new IOException($"cannot flush {path}: {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
