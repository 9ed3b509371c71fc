namespace Qyran.Storage.Files;

/// <summary>Files that come from outside. They are half-written until <see cref="DataFolder.Settle"/> names them; what a kill leaves is cleared up at the next start.</summary>
public static class Incoming
{
    /// <summary>Writes what comes into a new half-written file.</summary>
    /// <param name="path">Below the data folder; ends in <see cref="DataFolder.Partial"/>.</param>
    /// <param name="most">In bytes.</param>
    /// <returns>False when more came; then, and after any failure, no file is left. Failures of the disk come as <see cref="StoreException"/>, of the source as they are.</returns>
    public static async Task<bool> Receive(DataFolder folder, string path, Stream from, long most, CancellationToken stop = default)
    {
        var full = folder.Full(path);
        var whole = false;
        try
        {
            await using var file = Disk(path, () =>
            {
                DataFolder.Make(Path.GetDirectoryName(full)!);
                return new FileStream(full, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
            });
            var buffer = new byte[64 * 1024];
            var length = 0L;
            while (await from.ReadAsync(buffer, stop) is > 0 and var n)
            {
                if ((length += n) > most) return false;
                Disk(path, () =>
                {
                    file.Write(buffer, 0, n);
                    return n;
                });
            }
            return whole = true;
        }
        finally
        {
            if (!whole) File.Delete(full);
        }
    }

    /// <summary>Forgets a half-written file; one that is gone is no failure.</summary>
    public static void Drop(DataFolder folder, string path) => folder.Delete([path]);

    private static T Disk<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(DataFolder.Failed(path, e), e);
        }
    }
}
