using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Qyran.Media.Recording;

/// <summary>What .NET does not offer: making a new name in a folder survive a power cut.</summary>
internal static partial class Durable
{
    /// <summary>Makes the folders that are missing; each is a name in its parent and made to last as well.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        Directory.CreateDirectory(folder);
        FlushFolder(parent);
    }

    /// <summary>fsync on a folder. Throws <see cref="IOException"/> when the disk refuses.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        const int readOnlyFolderCloseOnExec = 0x10000 | 0x80000;
        var handle = Open(folder, readOnlyFolderCloseOnExec);
        if (handle < 0)
            throw new IOException($"cannot open {folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        var failed = Sync(handle) != 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = Close(handle);
        const int notSupportedHere = 22; // EINVAL: some network file systems have no fsync for folders
        if (failed is not 0 and not notSupportedHere)
            throw new IOException($"cannot flush {folder}: {new Win32Exception(failed).Message}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
