using System.Runtime.InteropServices;

namespace Qyran.Evidence;

/// <summary>What .NET does not offer: telling a pipe from a file without waiting for somebody to write into it. A folder that another hands over may hold one.</summary>
internal static partial class PlainFile
{
    /// <summary>What is said of one that is none.</summary>
    public const string Fault = "no file but a pipe or a device";

    /// <summary>False for what has no place to read from: pipes, sockets, terminals. True also where it cannot be opened: whoever opens it says why.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        const int readOnlyNonBlockingCloseOnExec = 0x800 | 0x80000, fromHere = 1;
        var handle = Open(path, readOnlyNonBlockingCloseOnExec);
        if (handle < 0) return true;
        var found = Seek(handle, 0, fromHere) >= 0;
        _ = Close(handle);
        return found;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long Seek(int handle, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
