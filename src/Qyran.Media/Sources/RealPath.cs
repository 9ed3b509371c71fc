using System.Runtime.InteropServices;

namespace Qyran.Media;

/// <summary>The one path of a file without links in it, however it was come to: tells whether two names are one file.</summary>
public static partial class RealPath
{
    /// <summary>Null where nothing is.</summary>
    public static string? Of(string path) => Find(path, 0);

    // without a buffer the library allocates the answer, which the marshaller frees
    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? Find(string path, nint buffer);
}
