namespace Qyran.Evidence;

/// <summary>What .NET does not offer: telling a pipe from a file without waiting for somebody to write into it. A folder that another hands over may hold one.</summary>
internal static class PlainFile
{
    /// <summary>What is said of one that is none.</summary>
    public const string Fault = "no file but a pipe or a device";

    /// <summary>False for what has no place to read from: pipes, sockets, terminals. True also where it cannot be opened: whoever opens it says why.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        const int readOnlyNonBlockingCloseOnExec = 0x800 | 0x80000, fromHere = 1;
        var handle = LibC.Open(path, readOnlyNonBlockingCloseOnExec);
        if (handle < 0) return true;
        var found = LibC.Seek(handle, 0, fromHere) >= 0;
        _ = LibC.Close(handle);
        return found;
    }
}
