using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Qyran.Evidence;

/// <summary>What .NET does not offer: making a new name in a folder survive a power cut, and giving a file a name that is surely new.</summary>
internal static class Durable
{
    /// <summary>fsync on a folder. Throws <see cref="IOException"/> when the disk refuses.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        const int readOnlyFolderCloseOnExec = 0x10000 | 0x80000;
        var handle = LibC.Open(folder, readOnlyFolderCloseOnExec);
        if (handle < 0) throw new IOException($"cannot open {folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        var failed = LibC.Sync(handle) != 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = LibC.Close(handle);
        const int notSupportedHere = 22; // EINVAL: some network file systems have no fsync for folders
        if (failed is not 0 and not notSupportedHere) throw new IOException($"cannot flush {folder}: {new Win32Exception(failed).Message}");
    }

    /// <summary>Gives a file a second name beside its own in one step, where <c>File.Move</c> looks first and then moves. Throws <see cref="IOException"/> where the name is taken.</summary>
    public static void Link(string file, string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            File.Copy(file, name, overwrite: false);
            return;
        }
        if (LibC.Link(file, name) == 0) return;
        var failed = Marshal.GetLastPInvokeError();
        const int notPermitted = 1, notMade = 38, notSupported = 95; // EPERM, ENOSYS, EOPNOTSUPP: file systems without second names
        if (failed is not notPermitted and not notMade and not notSupported) throw new IOException($"cannot make {name}: {new Win32Exception(failed).Message}");
        File.Copy(file, name, overwrite: false);
    }
}
