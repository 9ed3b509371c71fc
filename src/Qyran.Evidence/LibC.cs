using System.Runtime.InteropServices;

namespace Qyran.Evidence;

/// <summary>The calls of Linux that .NET does not offer.</summary>
internal static partial class LibC
{
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "lseek")]
    public static partial long Seek(int handle, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Link(string file, string name);
}
